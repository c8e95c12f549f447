// The shapes of proofs as the API gives them (core/evidence.py), read with care: imports can hold anything.
import type { RecordedRequest } from "./curl";
import type { Mark } from "./marks";

export interface ResponseRecord {
  status: number;
  reason: string;
  headers: readonly (readonly [string, string])[];
  body: string;
  body_offset?: number;
  body_length?: number;
  elapsed?: number;
}

export interface Exchange {
  request: Partial<RecordedRequest> & { method: string; url: string };
  response: ResponseRecord | null;
  note?: string;
  actor?: string;
  marks?: Mark[];
}

export interface Place {
  type?: string;
  path?: string;
  line?: number;
  symbol?: string;
  name?: string;
  method?: string;
  url?: string;
}

export interface Reported {
  tool?: string;
  tool_version?: string;
  snippet?: string;
  snippet_line?: number;
  steps?: { location: Place; note?: string; snippet?: string }[];
  also_at?: Place[];
}

export function exchangesOf(evidence: Record<string, unknown>): Exchange[] {
  const { exchanges, exchange } = evidence as { exchanges?: Exchange[]; exchange?: Exchange | null };
  return exchanges ?? (exchange ? [exchange] : []);
}

/** A place in one line. */
export function placeText(place: Place): string {
  if (place.path !== undefined) return `${place.path}${place.line ? `:${place.line}` : ""}${place.symbol ? ` ${place.symbol}` : ""}`;
  if (place.url !== undefined) return `${place.method ?? ""} ${place.url}`.trim();
  return place.name ?? "";
}

export function headerText(headers: RecordedRequest["headers"]): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join("\n");
}

/** A body with line breaks and indents where it is JSON; null where there is nothing to make prettier. */
export function prettyBody(body: string): string | null {
  const start = body.trimStart()[0];
  if (body.length > 500_000 || (start !== "{" && start !== "[")) return null;
  try {
    const pretty = JSON.stringify(JSON.parse(body), null, 2);
    return pretty === body.trim() ? null : pretty;
  } catch {
    return null;
  }
}

/** The marks of a body found again in its prettier form: what was marked is marked wherever it stands, as long as it stands there. */
export function marksAgain(body: string, pretty: string, marks: readonly Mark[], part: string): Mark[] {
  const before = Array.from(body);
  const found: Mark[] = [];
  for (const mark of marks) {
    if (mark.part !== part) continue;
    const text = before.slice(mark.start, mark.end).join("");
    if (text.length < 2) continue;
    for (let place = pretty.indexOf(text); place >= 0 && found.length < 1_000; place = pretty.indexOf(text, place + text.length)) {
      const start = Array.from(pretty.slice(0, place)).length;
      found.push({ part, start, end: start + Array.from(text).length });
    }
  }
  return found;
}
