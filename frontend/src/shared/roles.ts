import type { Role } from "../client/schema";

const ORDER: readonly Role[] = ["viewer", "analyst", "maintainer", "owner"];

/** Whether a role may do what another may; the server decides in the end, this only spares buttons that it would refuse. */
export function atLeast(role: Role | null | undefined, needed: Role): boolean {
  return role !== null && role !== undefined && ORDER.indexOf(role) >= ORDER.indexOf(needed);
}

export const ROLES: readonly Role[] = [...ORDER].reverse();
