// Which packages a list shows: kept in the address, so that a list can be shared.
import type { Severity, Verdict } from "../../client/schema";
import { SEVERITIES } from "../../shared/labels";

export const PACKAGE_SORTS = ["worst", "name", "ecosystem", "licence", "manifest"] as const;
export type PackageSort = (typeof PACKAGE_SORTS)[number];
export const VERDICTS: readonly Verdict[] = ["deny", "warn", "allow"];

export interface PackageSearch {
  search?: string;
  ecosystem?: string;
  /** The target and the path, parted by a space that no identifier has. */
  manifest?: string;
  vulnerable?: boolean;
  severity?: Severity;
  direct?: boolean;
  licence?: string;
  verdict?: Verdict;
  sort?: PackageSort | `-${PackageSort}`;
}

const word = (raw: unknown) => (typeof raw === "string" && raw !== "" && raw.length <= 1_100 ? raw : typeof raw === "number" ? String(raw) : undefined);
const truth = (raw: unknown) => (typeof raw === "boolean" ? raw : undefined);

/** Take from an address what is right in it, and leave the rest. */
export function packageSearch(raw: Record<string, unknown>): PackageSearch {
  const sort = word(raw.sort);
  const known = PACKAGE_SORTS.some((name) => sort === name || sort === `-${name}`);
  return {
    search: word(raw.search),
    ecosystem: word(raw.ecosystem),
    manifest: word(raw.manifest),
    vulnerable: truth(raw.vulnerable),
    severity: SEVERITIES.find((severity) => severity === raw.severity),
    direct: truth(raw.direct),
    licence: word(raw.licence),
    verdict: VERDICTS.find((verdict) => verdict === raw.verdict),
    sort: known ? (sort as PackageSearch["sort"]) : undefined,
  };
}

/** What the API is asked for a list. */
export function packageQuery(search: PackageSearch) {
  const { manifest, ecosystem, severity, verdict, ...rest } = search;
  const gap = manifest?.indexOf(" ") ?? -1;
  return {
    ...rest,
    ecosystem: ecosystem === undefined ? undefined : [ecosystem],
    severity: severity === undefined ? undefined : [severity],
    verdict: verdict === undefined ? undefined : [verdict],
    target_id: gap > 0 ? manifest?.slice(0, gap) : undefined,
    manifest: gap > 0 ? manifest?.slice(gap + 1) : undefined,
  };
}

export function isFiltered({ sort: _, ...filters }: PackageSearch): boolean {
  return Object.values(filters).some((value) => value !== undefined);
}

export interface SbomCompareSearch {
  before?: string;
}

export function sbomCompareSearch(raw: Record<string, unknown>): SbomCompareSearch {
  return { before: word(raw.before) };
}
