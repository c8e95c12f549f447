// Deciding about findings, one or thousands: what is sent, what came of it, and what takes it back.
import { answered, api, ApiProblem } from "../../client/client";
import type { BulkResult, FindingChange, FindingDetail, FindingItem } from "../../client/schema";
import { byProject } from "./selection";
import { findingFilter, type FindingSearch } from "./search";

export interface Outcome {
  matched: number;
  changed: number;
  unchanged: number;
  refused: number;
  /** Why some were not changed at all, in the API's words. */
  problems: string[];
}

export const NO_OUTCOME: Outcome = { matched: 0, changed: 0, unchanged: 0, refused: 0, problems: [] };
const AT_ONCE = 10_000; // the API's own limit
const LOOKED_UP = 50; // findings whose history is read to take a decision back

/** Change these findings, project by project. What one project refuses does not keep the others from being changed. */
export async function changeRows(rows: readonly FindingItem[], change: FindingChange): Promise<Outcome> {
  let outcome = NO_OUTCOME;
  for (const [projectId, ids] of byProject(rows)) {
    for (let start = 0; start < ids.length; start += AT_ONCE) {
      const some = ids.slice(start, start + AT_ONCE);
      outcome = added(outcome, await sent(projectId, { ids: some, change }), some.length);
    }
  }
  return thrownWhereNothingWent(outcome);
}

/** Change everything that fits, in these projects. */
export async function changeAll(projects: readonly string[], search: FindingSearch, change: FindingChange): Promise<Outcome> {
  const { project: _, ...filter } = findingFilter(search);
  let outcome = NO_OUTCOME;
  for (const projectId of projects) outcome = added(outcome, await sent(projectId, { filter, change }), 0);
  return thrownWhereNothingWent(outcome);
}

type Bulk = { change: FindingChange; ids?: string[]; filter?: ReturnType<typeof findingFilter> };

async function sent(projectId: string, body: Bulk): Promise<BulkResult | ApiProblem> {
  try {
    const call = api.POST("/api/v1/projects/{project_id}/findings/bulk", { params: { path: { project_id: projectId } }, body: body as never });
    return (await answered(call)) as BulkResult;
  } catch (error) {
    if (error instanceof ApiProblem) return error;
    throw error;
  }
}

function added(outcome: Outcome, result: BulkResult | ApiProblem, meant: number): Outcome {
  if (!(result instanceof ApiProblem)) {
    const { matched, changed, unchanged, refused, missing } = result;
    return { matched: outcome.matched + matched + missing, changed: outcome.changed + changed, unchanged: outcome.unchanged + unchanged, refused: outcome.refused + refused + missing, problems: outcome.problems };
  }
  // What is wrong with the change itself, or with the connection, is no matter of one project.
  if (![403, 404, 409].includes(result.status)) throw result;
  const problems = outcome.problems.includes(result.message) ? outcome.problems : [...outcome.problems, result.message];
  return { ...outcome, matched: outcome.matched + meant, refused: outcome.refused + meant, problems };
}

function thrownWhereNothingWent(outcome: Outcome): Outcome {
  if (outcome.matched === outcome.refused && outcome.problems.length > 0) throw new ApiProblem(409, "refused", outcome.problems.join(" "));
  return outcome;
}

/** What a list shows of rows after a change. */
export function shownAfter(row: FindingItem, change: FindingChange, me: { id: string; name: string } | undefined, now = Date.now()): Partial<FindingItem> {
  const after: Partial<FindingItem> = {};
  if (change.state) after.state = change.state;
  if (change.severity) after.severity = change.severity;
  if (change.due_at) after.due_at = change.due_at;
  if (change.assignee_id !== undefined) {
    after.assignee_id = change.assignee_id;
    after.assignee_name = change.assignee_id === null ? null : change.assignee_id === me?.id ? me.name : row.assignee_name;
  }
  const { state, due_at: due } = { ...row, ...after };
  after.overdue = ["open", "confirmed", "reopened"].includes(state) && due !== null && Date.parse(due) < now;
  return after;
}

/** Whether a change can be taken back: states and assignments are known from before; severities and dates may have been set by the platform. */
export function canBeUndone(change: FindingChange): boolean {
  return (change.state !== undefined || change.assignee_id !== undefined) && change.severity === undefined && change.due_at === undefined;
}

/** Give findings back what they had before a change, and return how many that were. */
export async function undo(before: readonly FindingItem[], change: FindingChange): Promise<Outcome> {
  const groups = new Map<string, { change: FindingChange; rows: FindingItem[] }>();
  let lookedUp = 0;
  for (const row of before) {
    const needsReason = change.state !== undefined && (row.state === "accepted" || row.state === "false-positive");
    if (needsReason && (lookedUp += 1) > LOOKED_UP) continue;
    const back = undoing(row, change, needsReason ? await detail(row.id) : null);
    if (back === null) continue;
    const key = JSON.stringify(back);
    const group = groups.get(key) ?? { change: back, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  let outcome = NO_OUTCOME;
  for (const { rows, change: back } of groups.values()) {
    const one = await changeRows(rows, back);
    outcome = { matched: outcome.matched + one.matched, changed: outcome.changed + one.changed, unchanged: outcome.unchanged + one.unchanged, refused: outcome.refused + one.refused, problems: [...outcome.problems, ...one.problems] };
  }
  return outcome;
}

function detail(id: string): Promise<FindingDetail> {
  return answered(api.GET("/api/v1/findings/{finding_id}", { params: { path: { finding_id: id } } }));
}

/** The change that takes a change back; null where nothing is known of how it was. */
export function undoing(row: FindingItem, change: FindingChange, detail: FindingDetail | null): FindingChange | null {
  const back: FindingChange = {};
  if (change.assignee_id !== undefined) back.assignee_id = row.assignee_id;
  if (change.state !== undefined && change.state !== row.state) {
    back.state = row.state;
    if (row.state === "accepted" || row.state === "false-positive") {
      const before = detail?.history.find((entry) => entry.kind === "state")?.before;
      if (typeof before?.reason !== "string") return null;
      back.reason = before.reason;
      if (row.state === "accepted") {
        if (typeof before.accepted_until !== "string") return null;
        back.accepted_until = before.accepted_until;
      }
    }
  }
  return Object.keys(back).length > 0 ? back : null;
}
