// Which findings a list shows: kept in the address, so that it can be shared and gone back to. The names are the API's.
import type { FindingState, Severity } from "../../client/schema";
import { SEVERITIES, STATES } from "../../shared/labels";

export const SORTS = ["priority", "severity", "title", "rule_id", "first_seen_at", "last_seen_at", "due_at"] as const;
export type Sort = (typeof SORTS)[number];
export type Order = Sort | `-${Sort}`;

export const CONFIDENCES = ["certain", "firm", "tentative"] as const;
const LISTS = ["rule", "target", "assignee", "origin", "project"] as const;
const TIMES = ["first_seen_from", "first_seen_to", "last_seen_from", "last_seen_to", "due_from", "due_to"] as const;
export type TimeFilter = (typeof TIMES)[number];

export interface FindingSearch {
  state?: FindingState[];
  severity?: Severity[];
  priority_level?: Severity[];
  confidence?: (typeof CONFIDENCES)[number][];
  rule?: string[];
  cwe?: number[];
  target?: string[];
  assignee?: string[];
  origin?: string[];
  project?: string[];
  overdue?: boolean;
  first_seen_from?: string;
  first_seen_to?: string;
  last_seen_from?: string;
  last_seen_to?: string;
  due_from?: string;
  due_to?: string;
  priority_from?: number;
  priority_to?: number;
  scan?: string;
  new_in_scan?: boolean;
  search?: string;
  sort?: Order;
}

/** What is still to be done; shown unless the address says otherwise. */
export const TO_DO: readonly FindingState[] = ["open", "reopened", "confirmed"];
export const DEFAULT_ORDER: Order = "-priority";

const DAY = /^\d{4}-\d{2}-\d{2}$/;
const UUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** Take from an address what is right in it, and leave the rest. */
export function findingSearch(raw: Record<string, unknown>): FindingSearch {
  const found: FindingSearch = {};
  keep(found, "state", chosen(raw.state, STATES));
  keep(found, "severity", chosen(raw.severity, SEVERITIES));
  keep(found, "priority_level", chosen(raw.priority_level, SEVERITIES));
  keep(found, "confidence", chosen(raw.confidence, CONFIDENCES));
  for (const name of LISTS) keep(found, name, texts(raw[name]).filter((text) => right(name, text)));
  keep(found, "cwe", many(raw.cwe).map(Number).filter((number) => Number.isInteger(number) && number > 0 && number < 2 ** 31).slice(0, 50));
  for (const name of TIMES) if (typeof raw[name] === "string" && !Number.isNaN(Date.parse(raw[name]))) found[name] = raw[name];
  for (const name of ["overdue", "new_in_scan"] as const) if (typeof raw[name] === "boolean") found[name] = raw[name];
  for (const name of ["priority_from", "priority_to"] as const) {
    const number = raw[name];
    if (typeof number === "number" && Number.isInteger(number) && number >= 0 && number <= 100) found[name] = number;
  }
  if (typeof raw.search === "string" || typeof raw.search === "number") found.search = String(raw.search).slice(0, 200) || undefined;
  if (typeof raw.sort === "string" && (SORTS as readonly string[]).includes(raw.sort.replace(/^-/, ""))) found.sort = raw.sort as Order;
  if (typeof raw.scan === "string" && UUID.test(raw.scan)) found.scan = raw.scan;
  return found;
}

function keep<Name extends keyof FindingSearch>(found: FindingSearch, name: Name, values: FindingSearch[Name] & unknown[]): void {
  if (values.length > 0) found[name] = values;
}

function many(raw: unknown): unknown[] {
  return raw === undefined || raw === null ? [] : Array.isArray(raw) ? raw : [raw];
}

function texts(raw: unknown): string[] {
  return many(raw).filter((value) => typeof value === "string" || typeof value === "number").map(String).filter((text) => text !== "" && text.length <= 200).slice(0, 50);
}

function right(name: (typeof LISTS)[number], text: string): boolean {
  if (name === "rule" || name === "origin") return true;
  return UUID.test(text) || (name === "assignee" && (text === "me" || text === "none"));
}

function chosen<Word extends string>(raw: unknown, words: readonly Word[]): Word[] {
  const values = many(raw);
  return words.filter((word) => values.includes(word));
}

/** The states that are asked for: those of the address, or what is shown without a word on states. */
export function statesOf(search: FindingSearch): FindingState[] {
  return search.state ?? (search.scan === undefined ? [...TO_DO] : []);
}

/** The same as the API's filter. A list of one scan shows its findings in every state. */
export function findingFilter({ sort: _, ...search }: FindingSearch) {
  const times = Object.fromEntries(TIMES.flatMap((name) => (search[name] === undefined ? [] : [[name, moment(search[name], name.endsWith("_to"))]])));
  return { ...search, ...times, state: statesOf(search) };
}

/** The same as the API's query. */
export function findingQuery(search: FindingSearch) {
  return { ...findingFilter(search), sort: search.sort ?? DEFAULT_ORDER };
}

/** A day of the address as a moment of the viewer's zone: its beginning, or the end of it where it is the last one meant. */
export function moment(text: string, last: boolean): string {
  if (!DAY.test(text)) return new Date(text).toISOString();
  const [year = 0, month = 1, day = 1] = text.split("-").map(Number);
  return new Date(year, month - 1, day + (last ? 1 : 0)).toISOString();
}

/** A moment as the day a field for dates shows; of the end of a range, the last day within. */
export function dayOf(text: string | undefined, last: boolean): string {
  if (text === undefined || DAY.test(text)) return text ?? "";
  const date = new Date(new Date(text).getTime() - (last ? 1 : 0));
  return [date.getFullYear(), date.getMonth() + 1, date.getDate()].map((part) => String(part).padStart(2, "0")).join("-");
}

/** Some days before today, as the address has days. */
export function daysAgo(days: number, now = new Date()): string {
  return dayOf(new Date(now.getFullYear(), now.getMonth(), now.getDate() - days).toISOString(), false);
}

/** Whether an address asks for anything beside an order. */
export function isFiltered({ sort: _, ...search }: FindingSearch): boolean {
  return Object.keys(search).length > 0;
}

/** The same filter whatever the order in which it was put together; for comparing with views. */
export function sameSearch(one: FindingSearch, other: FindingSearch): boolean {
  return canonical(one) === canonical(other);
}

function canonical(search: FindingSearch): string {
  const { sort, ...query } = findingQuery(search);
  const sorted = Object.entries({ ...query, sort }).map(([name, value]) => [name, Array.isArray(value) ? [...value].sort() : value]);
  return JSON.stringify(sorted.filter(([, value]) => value !== undefined).sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)));
}
