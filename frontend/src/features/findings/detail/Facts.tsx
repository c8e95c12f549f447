import { Button } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import type { FindingDetail } from "../../../client/schema";
import { commonWords, sentence } from "../../../language/common";
import { Inert } from "../../../shared/Inert";
import { day, moment, relative } from "../../../shared/times";
import { DecisionDialog, type Asked } from "../DecisionDialog";
import { visibleText } from "../inertText";
import { findingWords } from "../messages";
import { detailWords } from "./messages";
import { useMayTriage } from "../useMayTriage";
import { useDecision } from "./useDecision";

/** What is known of a finding in a word each; severity and due date can be changed here. */
export function Facts({ finding }: { finding: FindingDetail }) {
  const words = detailWords();
  const { columns, facets, overdue } = findingWords();
  const common = commonWords();
  const [asked, setAsked] = useState<Asked | null>(null);
  const decide = useDecision(finding);
  const may = useMayTriage(finding.project_id);
  const { rule } = finding;
  return (
    <section className="panel" aria-label={words.facts}>
      <dl className="facts">
        <dt>{columns.severity}</dt>
        <dd>
          {sentence(finding.severity, common.words)}
          {finding.severity_by_person && <span className="faint"> {words.foundAs(sentence(finding.rule_severity, common.words))}</span>}
          {may && <Change label={words.changeSeverity} click={() => setAsked({ what: "severity" })} />}
        </dd>
        <dt>{columns.due}</dt>
        <dd>
          {finding.due_at === null ? "–" : <time title={moment(finding.due_at)}>{day(finding.due_at)}</time>}
          {finding.overdue && <strong className="overdue"> {overdue}</strong>}
          {may && <Change label={words.changeDue} click={() => setAsked({ what: "due" })} />}
        </dd>
        <dt>{columns.project}</dt><dd><Link className="link" to="/projects/$projectId" params={{ projectId: finding.project_id }}><Inert text={finding.project_name} limit={200} /></Link></dd>
        <dt>{columns.target}</dt><dd><Inert text={finding.target_name ?? "–"} limit={300} /></dd>
        <dt>{columns.rule}</dt><dd><Link className="link" to="/projects/$projectId/findings" params={{ projectId: finding.project_id }} search={{ rule: [finding.rule_id] }} title={words.sameRule}><Inert text={finding.rule_id} limit={200} /></Link></dd>
        {rule.cwe.length > 0 && <><dt>{facets.cwe}</dt><dd>{rule.cwe.map((number) => <a key={number} className="link cwe" href={`https://cwe.mitre.org/data/definitions/${number}.html`} target="_blank" rel="noopener noreferrer">{number}</a>)}</dd></>}
        {(rule.owasp ?? []).length > 0 && <><dt>{words.owasp}</dt><dd><Inert text={rule.owasp?.join(", ") ?? ""} limit={300} /></dd></>}
        <dt>{columns.first_seen}</dt><dd><time title={moment(finding.first_seen_at)}>{relative(finding.first_seen_at)}</time></dd>
        <dt>{columns.last_seen}</dt><dd><time title={moment(finding.last_seen_at)}>{relative(finding.last_seen_at)}</time></dd>
        {finding.fixed_at && <><dt>{words.fixed}</dt><dd><time title={moment(finding.fixed_at)}>{relative(finding.fixed_at)}</time></dd></>}
        <dt>{columns.origin}</dt><dd><Inert text={sentence(finding.origin, common.words)} limit={100} /></dd>
      </dl>
      <DecisionDialog asked={asked} subject={visibleText(finding.title, 200)} close={() => setAsked(null)} decide={decide} />
    </section>
  );
}

function Change({ label, click }: { label: string; click: () => void }) {
  const { change } = commonWords();
  return <Button size="compact-xs" variant="subtle" aria-label={label} onClick={click}>{change}</Button>;
}
