// The rooms of the house, in groups. A new feature is a line here and a route in router.tsx; what belongs to one project
// (its inventory, schedules, reports) is a tab of the project instead.
import type { LinkProps } from "@tanstack/react-router";
import type { IconName } from "../shared/icons";
import type { shellWords } from "./messages";

type Words = ReturnType<typeof shellWords>;

export interface Room {
  to: NonNullable<LinkProps["to"]>;
  word: keyof { [Key in keyof Words as Words[Key] extends string ? Key : never]: true };
  icon: IconName;
  /** Shown to administrators of the platform only. */
  administrators?: boolean;
  /** The address and nothing below it. */
  exact?: boolean;
}

export const ROOMS: readonly { group: Room["word"]; rooms: readonly Room[] }[] = [
  {
    group: "work",
    rooms: [
      { to: "/", word: "home", icon: "home", exact: true },
      { to: "/projects", word: "projects", icon: "folder" },
      { to: "/findings", word: "findings", icon: "finding" },
      { to: "/scans", word: "scans", icon: "scan" },
      { to: "/rules", word: "rules", icon: "book" },
    ],
  },
  {
    group: "platform",
    rooms: [
      { to: "/teams", word: "teams", icon: "people" },
      { to: "/account", word: "profile", icon: "person" },
      { to: "/audit", word: "audit", icon: "list", administrators: true },
      { to: "/administration", word: "administration", icon: "settings", administrators: true },
    ],
  },
];
