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
  shown: boolean;
  cell: (finding: FindingItem) => ReactNode;
}

export const COLUMNS: readonly FindingColumn[] = [
  { id: "priority", sort: "priority", descending: true, width: "88px", shown: true, cell: (finding) => <PriorityLabel level={finding.priority_level} score={finding.priority} /> },
  { id: "severity", sort: "severity", descending: true, width: "104px", shown: true, cell: (finding) => <SeverityLabel severity={finding.severity} /> },
  { id: "title", sort: "title", width: "minmax(260px, 4fr)", shown: true, cell: (finding) => <Title finding={finding} /> },
  { id: "project", width: "minmax(104px, 0.6fr)", shown: true, cell: (finding) => <Inert text={finding.project_name} limit={100} /> },
  { id: "target", width: "minmax(80px, 0.6fr)", shown: false, cell: (finding) => (finding.target_name === null ? "–" : <Inert text={finding.target_name} limit={100} />) },
  { id: "rule", sort: "rule_id", width: "minmax(110px, 1fr)", shown: false, cell: (finding) => <Inert text={finding.rule_id} limit={100} /> },
  { id: "state", width: "108px", shown: true, cell: (finding) => <StateLabel state={finding.state} /> },
  { id: "assignee", width: "minmax(84px, 0.5fr)", shown: true, cell: (finding) => (finding.assignee_name === null ? <span className="faint">–</span> : <Inert text={finding.assignee_name} limit={80} />) },
  { id: "due", sort: "due_at", width: "104px", shown: true, cell: (finding) => <Due finding={finding} /> },
  { id: "first_seen", sort: "first_seen_at", descending: true, width: "112px", shown: true, cell: (finding) => <Time at={finding.first_seen_at} /> },
  { id: "last_seen", sort: "last_seen_at", descending: true, width: "112px", shown: false, cell: (finding) => <Time at={finding.last_seen_at} /> },
  { id: "confidence", width: "108px", shown: false, cell: (finding) => sentence(finding.confidence) },
  { id: "origin", width: "minmax(80px, 0.6fr)", shown: false, cell: (finding) => <Inert text={sentence(finding.origin)} limit={60} /> },
  { id: "times_seen", width: "76px", shown: false, cell: (finding) => finding.times_seen.toLocaleString() },
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
