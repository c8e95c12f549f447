// Which rules a list shows: kept in the address, and decided here, for the whole catalogue fits into the page.
import type { RuleItem, Severity } from "../../client/schema";
import { SEVERITIES } from "../../shared/labels";

export interface RuleSearch {
  text?: string;
  scanner?: string;
  severity?: Severity;
  cwe?: number;
  owasp?: string;
}

const word = (raw: unknown) => (typeof raw === "string" && raw !== "" && raw.length <= 200 ? raw : undefined);

/** Take from an address what is right in it, and leave the rest. */
export function ruleSearch(raw: Record<string, unknown>): RuleSearch {
  const cwe = Number(raw.cwe);
  return {
    text: typeof raw.text === "number" ? String(raw.text) : word(raw.text),
    scanner: word(raw.scanner),
    severity: SEVERITIES.find((severity) => severity === raw.severity),
    cwe: raw.cwe !== undefined && Number.isInteger(cwe) && cwe > 0 ? cwe : undefined,
    owasp: word(raw.owasp),
  };
}

/** The rules that fit: every word of the search stands somewhere in them. The worst come first. */
export function fitting(rules: readonly RuleItem[], search: RuleSearch): RuleItem[] {
  const words = (search.text ?? "").toLowerCase().split(/\s+/).filter(Boolean);
  return rules
    .filter((rule) => {
      if (search.scanner !== undefined && !rule.scanners.includes(search.scanner)) return false;
      if (search.severity !== undefined && rule.severity !== search.severity) return false;
      if (search.cwe !== undefined && !rule.cwe.includes(search.cwe)) return false;
      if (search.owasp !== undefined && !rule.owasp.includes(search.owasp)) return false;
      const text = [rule.id, rule.title, rule.what, ...rule.cwe.map((number) => `cwe-${number}`), ...rule.owasp].join(" ").toLowerCase();
      return words.every((one) => text.includes(one));
    })
    .sort((one, other) => SEVERITIES.indexOf(one.severity) - SEVERITIES.indexOf(other.severity) || (one.title < other.title ? -1 : 1));
}

/** The values that rules have, each once, in order. */
export function valuesOf(rules: readonly RuleItem[]): { cwe: number[]; owasp: string[] } {
  return {
    cwe: [...new Set(rules.flatMap((rule) => rule.cwe))].sort((one, other) => one - other),
    owasp: [...new Set(rules.flatMap((rule) => rule.owasp))].sort(),
  };
}
