import { commonWords, sentence } from "../language/common";
import type { FindingState, ScanState, Severity } from "../client/schema";

export const SEVERITIES: readonly Severity[] = ["critical", "high", "medium", "low", "informational"];
export const STATES: readonly FindingState[] = ["open", "reopened", "confirmed", "accepted", "false-positive", "fixed"];

export function SeverityLabel({ severity }: { severity: Severity | string }) {
  const { words } = commonWords();
  return <span className={`severity ${severity}`}>{sentence(severity, words)}</span>;
}

export function StateLabel({ state }: { state: FindingState | ScanState | string }) {
  const { words } = commonWords();
  return <span className={`state ${state}`}>{sentence(state, words)}</span>;
}
