// Which part of the administration is shown, and what of it: kept in the address.

export const PARTS = ["users", "teams", "hosts", "queue", "health", "settings"] as const;
export type Part = (typeof PARTS)[number];
export const SHOWN = ["active", "inactive", "administrators"] as const;

export interface AdministrationSearch {
  part?: Exclude<Part, "users">;
  text?: string;
  show?: (typeof SHOWN)[number];
}

export function administrationSearch(raw: Record<string, unknown>): AdministrationSearch {
  const text = typeof raw.text === "number" ? String(raw.text) : raw.text;
  return {
    part: PARTS.find((part): part is Exclude<Part, "users"> => part === raw.part && part !== "users"),
    text: typeof text === "string" && text !== "" && text.length <= 200 ? text : undefined,
    show: SHOWN.find((show) => show === raw.show),
  };
}
