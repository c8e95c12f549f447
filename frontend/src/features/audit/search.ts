// Which entries of the audit log a list shows: kept in the address. The names are the API's.

const NAMES = ["actor", "action", "object_type", "object_id", "ip", "since", "until"] as const;
export type AuditSearch = Partial<Record<(typeof NAMES)[number], string>>;

const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** Take from an address what is right in it, and leave the rest. */
export function auditSearch(raw: Record<string, unknown>): AuditSearch {
  const found: AuditSearch = {};
  for (const name of NAMES) {
    const value = typeof raw[name] === "number" ? String(raw[name]) : raw[name];
    if (typeof value !== "string" || value === "" || value.length > 200) continue;
    if (name === "actor" && !UUID.test(value)) continue;
    if ((name === "since" || name === "until") && !(DAY.test(value) && !Number.isNaN(Date.parse(value)))) continue;
    found[name] = value;
  }
  return found;
}

/** The same as the API's filter: days are those of the viewer's zone, and the last one is meant to its end. */
export function auditFilter({ since, until, ...others }: AuditSearch) {
  return { ...others, ...(since ? { since: startOf(since, 0) } : {}), ...(until ? { until: startOf(until, 1) } : {}) };
}

function startOf(day: string, later: number): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  return new Date(year, month - 1, date + later).toISOString();
}
