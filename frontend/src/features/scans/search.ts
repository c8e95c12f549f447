import type { ScanState } from "../../client/schema";

export const SCAN_STATES: readonly ScanState[] = ["queued", "running", "completed", "incomplete", "failed", "cancelled"];

/** Which scans a list shows. */
export function scansSearch(raw: Record<string, unknown>): { status?: ScanState } {
  const status = SCAN_STATES.find((state) => state === raw.status);
  return status === undefined ? {} : { status };
}

/** Which scan another is compared with. */
export function compareSearch(raw: Record<string, unknown>): { before?: string } {
  return typeof raw.before === "string" && /^[0-9a-f-]{36}$/i.test(raw.before) ? { before: raw.before } : {};
}
