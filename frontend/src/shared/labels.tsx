import type { FindingState, ScanState, Severity } from "../client/schema";

export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "informational"];
export const STATES: readonly FindingState[] = ["open", "reopened", "confirmed", "accepted", "false-positive", "fixed"];

export function SeverityLabel({ severity }: { severity: Severity | string }) {
  return <span className={`severity ${severity}`}>{sentence(severity)}</span>;
}

export function StateLabel({ state }: { state: FindingState | ScanState | string }) {
  return <span className={`state ${state}`}>{sentence(state)}</span>;
}

/** A word of the API as people read it: `false-positive` becomes `False positive`. */
export function sentence(word: string): string {
  const words = word.replaceAll("-", " ").replaceAll("_", " ");
  return words.charAt(0).toUpperCase() + words.slice(1);
}
