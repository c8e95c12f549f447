// The pages of a project. A new one is a line here and a route in router.tsx.
import type { LinkProps } from "@tanstack/react-router";
import type { Role } from "../../client/schema";
import { inventoryWords } from "../inventory/messages";
import { projectWords } from "./messages";

export interface ProjectTab {
  to: NonNullable<LinkProps["to"]>;
  /** Its name in the language of now. */
  word: () => string;
  /** The role from which on it is shown. */
  needs?: Role;
  exact?: boolean;
}

export const PROJECT_TABS: readonly ProjectTab[] = [
  { to: "/projects/$projectId", word: () => projectWords.now().overview, exact: true },
  { to: "/projects/$projectId/findings", word: () => projectWords.now().findings },
  { to: "/projects/$projectId/scans", word: () => projectWords.now().scans },
  { to: "/projects/$projectId/inventory", word: () => inventoryWords.now().title },
  { to: "/projects/$projectId/settings", word: () => projectWords.now().settings, needs: "maintainer" },
];
