// Which findings a list shows: kept in the address, so that it can be shared and gone back to.
import type { FindingState, Severity } from "../../client/schema";
import { SEVERITIES, STATES } from "../../shared/labels";

export const SORTS = ["severity", "title", "last_seen_at", "first_seen_at", "priority", "due_at"] as const;
export type Sort = (typeof SORTS)[number];

export interface FindingSearch {
  severity?: Severity[];
  state?: FindingState[];
  search?: string;
  sort?: Sort | `-${Sort}`;
  scan?: string;
}

/** What is still to be done; shown unless the address says otherwise. */
export const TO_DO: readonly FindingState[] = ["open", "reopened", "confirmed"];

/** Take from an address what is right in it, and leave the rest. */
export function findingSearch(raw: Record<string, unknown>): FindingSearch {
  const found: FindingSearch = {};
  const severity = chosen(raw.severity, SEVERITIES);
  const state = chosen(raw.state, STATES);
  if (severity.length > 0) found.severity = severity;
  if (state.length > 0) found.state = state;
  if (typeof raw.search === "string" || typeof raw.search === "number") found.search = String(raw.search) || undefined;
  if (typeof raw.sort === "string" && (SORTS as readonly string[]).includes(raw.sort.replace(/^-/, ""))) found.sort = raw.sort as Sort;
  if (typeof raw.scan === "string" && /^[0-9a-f-]{36}$/i.test(raw.scan)) found.scan = raw.scan;
  return found;
}

function chosen<Word extends string>(raw: unknown, words: readonly Word[]): Word[] {
  const values: unknown[] = Array.isArray(raw) ? raw : [raw];
  return words.filter((word) => values.includes(word));
}

/** The same as the API's query. A list of one scan shows its findings in every state. */
export function findingQuery(search: FindingSearch) {
  return {
    severity: search.severity ?? [],
    state: search.state ?? (search.scan === undefined ? [...TO_DO] : []),
    sort: search.sort ?? "-severity",
    ...(search.search ? { search: search.search } : {}),
    ...(search.scan ? { scan: search.scan } : {}),
  };
}
