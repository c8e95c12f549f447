import { Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Overview } from "../../client/schema";
import { Icon, type IconName } from "../../shared/icons";
import { Inert } from "../../shared/Inert";
import { SEVERITIES, SeverityLabel, StateLabel } from "../../shared/labels";
import { moment, relative } from "../../shared/times";
import { homeWords } from "./messages";
import type { HomeSearch } from "./search";

const REASON = 160; // characters of why a scan failed; the scan's page says it all

/** The short list for Monday morning: what is new and grave, late, failed, or cannot be scanned at all. */
export function Attention({ overview, scope }: { overview: Overview; scope: HomeSearch }) {
  const words = homeWords();
  const overdue = SEVERITIES.reduce((sum, severity) => sum + (overview.overdue_by_severity[severity] ?? 0), 0);
  const { new_findings: findings, troubled_scans: scans, unproven_targets: targets } = overview;
  if (overdue + findings.length + scans.length + targets.length === 0) {
    return (
      <section className="panel calm">
        <Icon name="check" size={28} />
        <Title order={2} size="h4">{words.calm}</Title>
        <Text c="dimmed" size="sm">{words.calmWhy}</Text>
      </section>
    );
  }
  return (
    <section className="panel attention" aria-label={words.attention}>
      <Title order={2} size="h4">{words.attention}</Title>
      <NewFindings overview={overview} scope={scope} />
      {overdue > 0 && (
        <Part icon="clock" title={words.overdueTitle}>
          <Text size="sm">
            {words.overdueText(overdue)}{" "}
            {scope.team === undefined && <Overdue scope={scope} />}
          </Text>
          <div className="legend">
            {SEVERITIES.filter((severity) => (overview.overdue_by_severity[severity] ?? 0) > 0).map((severity) => (
              <span key={severity}><SeverityLabel severity={severity} /> {overview.overdue_by_severity[severity]}</span>
            ))}
          </div>
        </Part>
      )}
      {scans.length > 0 && (
        <Part icon="scan" title={words.scans} more={overview.troubled_scan_count - scans.length}>
          <ul>
            {scans.map((scan) => (
              <li key={scan.id}>
                <StateLabel state={scan.status} /> <Link className="link" to="/scans/$scanId" params={{ scanId: scan.id }}><Inert text={scan.target} limit={120} /></Link>
                <span className="sub">{scan.finished_at && <time title={moment(scan.finished_at)}>{relative(scan.finished_at)}: </time>}<Inert text={scan.reason ?? ""} limit={REASON} /></span>
              </li>
            ))}
          </ul>
        </Part>
      )}
      {targets.length > 0 && (
        <Part icon="box" title={words.targets} more={overview.unproven_target_count - targets.length}>
          <Text size="sm" c="dimmed">{words.targetsWhy}</Text>
          <ul>
            {targets.map((target) => (
              <li key={target.id}>
                <Link className="link" to="/projects/$projectId" params={{ projectId: target.project_id }}><Inert text={target.name} limit={120} /></Link>
                <span className="sub"><Inert text={target.project_name} limit={120} /></span>
              </li>
            ))}
          </ul>
        </Part>
      )}
    </section>
  );
}

function NewFindings({ overview, scope }: { overview: Overview; scope: HomeSearch }) {
  const words = homeWords();
  const shown = overview.new_findings;
  const all = (overview.new_by_severity.critical ?? 0) + (overview.new_by_severity.high ?? 0);
  if (shown.length === 0) return null;
  return (
    <Part icon="finding" title={words.newFindings} more={all - shown.length}>
      <ul>
        {shown.map((finding) => (
          <li key={finding.id}>
            <SeverityLabel severity={finding.severity} />{" "}
            <Link className="link" to="/findings/$findingId" params={{ findingId: finding.id }}><Inert text={finding.title} limit={160} /></Link>
            <span className="sub">
              {!scope.project && <><Inert text={finding.project_name} limit={80} /> · </>}
              <Inert text={finding.location} limit={120} /> · <time title={moment(finding.first_seen_at)}>{relative(finding.first_seen_at)}</time>
              {finding.due_at && <> · {words.due(relative(finding.due_at))}</>}
            </span>
          </li>
        ))}
      </ul>
    </Part>
  );
}

function Overdue({ scope }: { scope: HomeSearch }) {
  const words = homeWords();
  const search = { overdue: true, sort: "due_at" } as const;
  return scope.project ? (
    <Link className="link" to="/projects/$projectId/findings" params={{ projectId: scope.project }} search={search}>{words.showOverdue}</Link>
  ) : (
    <Link className="link" to="/findings" search={search}>{words.showOverdue}</Link>
  );
}

function Part({ icon, title, more = 0, children }: { icon: IconName; title: string; more?: number; children: ReactNode }) {
  const words = homeWords();
  return (
    <section>
      <Title order={3} size="h6"><Icon name={icon} size={16} /> {title}</Title>
      {children}
      {more > 0 && <Text size="sm" c="dimmed">{words.more(more)}</Text>}
    </section>
  );
}
