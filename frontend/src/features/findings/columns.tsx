// The columns of the list: what they show, how wide they are, and what they sort by.
import type { ReactNode } from "react";
import type { FindingItem } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { SeverityLabel, StateLabel } from "../../shared/labels";
import { day, moment, relative } from "../../shared/times";
import { sentence } from "../../language/common";
import { findingWords } from "./messages";
import { PriorityLabel } from "./PriorityLabel";
import type { Sort } from "./search";

export type ColumnId =
  | "priority" | "severity" | "title" | "state" | "assignee" | "due" | "first_seen" | "last_seen" | "target" | "project" | "rule"
  | "confidence" | "origin" | "times_seen";

export interface FindingColumn {
  id: ColumnId;
  sort?: Sort;
  /** Whether the first click on its heading puts the greatest first. */
  descending?: boolean;
  width: string;
  /** The least it takes, in pixels. */
  least: number;
  shown: boolean;
  cell: (finding: FindingItem) => ReactNode;
}

export const COLUMNS: readonly FindingColumn[] = [
  { id: "priority", sort: "priority", descending: true, width: "104px", least: 104, shown: true, cell: (finding) => <PriorityLabel level={finding.priority_level} score={finding.priority} /> },
  { id: "severity", sort: "severity", descending: true, width: "100px", least: 100, shown: true, cell: (finding) => <SeverityLabel severity={finding.severity} /> },
  { id: "title", sort: "title", width: "minmax(220px, 4fr)", least: 220, shown: true, cell: (finding) => <Title finding={finding} /> },
  { id: "project", width: "minmax(104px, 0.6fr)", least: 104, shown: true, cell: (finding) => <Inert text={finding.project_name} limit={100} /> },
  { id: "target", width: "minmax(80px, 0.6fr)", least: 80, shown: false, cell: (finding) => (finding.target_name === null ? "–" : <Inert text={finding.target_name} limit={100} />) },
  { id: "rule", sort: "rule_id", width: "minmax(110px, 1fr)", least: 110, shown: false, cell: (finding) => <Inert text={finding.rule_id} limit={100} /> },
  { id: "state", width: "108px", least: 104, shown: true, cell: (finding) => <StateLabel state={finding.state} /> },
  { id: "assignee", width: "minmax(84px, 0.5fr)", least: 84, shown: true, cell: (finding) => (finding.assignee_name === null ? <span className="faint">–</span> : <Inert text={finding.assignee_name} limit={80} />) },
  { id: "due", sort: "due_at", width: "104px", least: 104, shown: true, cell: (finding) => <Due finding={finding} /> },
  { id: "first_seen", sort: "first_seen_at", descending: true, width: "112px", least: 112, shown: true, cell: (finding) => <Time at={finding.first_seen_at} /> },
  { id: "last_seen", sort: "last_seen_at", descending: true, width: "112px", least: 112, shown: false, cell: (finding) => <Time at={finding.last_seen_at} /> },
  { id: "confidence", width: "108px", least: 108, shown: false, cell: (finding) => sentence(finding.confidence) },
  { id: "origin", width: "minmax(80px, 0.6fr)", least: 80, shown: false, cell: (finding) => <Inert text={sentence(finding.origin)} limit={60} /> },
  { id: "times_seen", width: "76px", least: 76, shown: false, cell: (finding) => finding.times_seen.toLocaleString() },
];

/** An ordinary link costs nothing to draw; the list itself leads there without loading the page anew. */
function Title({ finding }: { finding: FindingItem }) {
  return (
    <>
      <a className="link finding-link" href={`/findings/${finding.id}`} tabIndex={-1}><Inert text={finding.title} limit={200} /></a>
      <span className="sub"><Inert text={finding.location} limit={240} /></span>
    </>
  );
}

function Time({ at }: { at: string }) {
  return <time dateTime={at} title={moment(at)}>{relative(at)}</time>;
}

function Due({ finding: { due_at: due, overdue } }: { finding: FindingItem }) {
  const words = findingWords();
  if (due === null) return <span className="faint">–</span>;
  return <time dateTime={due} title={moment(due)} className={overdue ? "overdue" : undefined}>{overdue ? words.overdueSince(day(due)) : day(due)}</time>;
}

const GAP = 12; // pixels between columns, as the style sheet has it
const EDGES = 72; // pixels of the box for selecting and of both edges

/** What is left out first where the window is too narrow for all that was chosen. */
const LEFT_OUT_FIRST: readonly ColumnId[] = ["times_seen", "origin", "confidence", "last_seen", "first_seen", "rule", "target", "assignee", "project", "due", "severity", "state"];

/** The columns that have room in a width in pixels; what does not fit is left out rather than cut off. */
export function fitting(columns: readonly FindingColumn[], width: number): FindingColumn[] {
  let kept = [...columns];
  const needed = () => kept.reduce((sum, { least }) => sum + least + GAP, EDGES);
  for (const id of LEFT_OUT_FIRST) {
    if (needed() <= width) break;
    kept = kept.filter((column) => column.id !== id);
  }
  return kept;
}
