import { Group, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ScanDetail } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { SEVERITIES, SeverityLabel, StateLabel } from "../../shared/labels";
import { Nothing, Waiting } from "../../shared/states";
import { scanWords } from "./messages";
import { hasEnded, type LiveFinding } from "./watching";

/** What a scan has found, as it arrives; worst first. */
export function Found({ scan, findings }: { scan: ScanDetail; findings: LiveFinding[] | null }) {
  const words = scanWords().found;
  if (findings === null) return <Waiting lines={3} />;
  if (findings.length === 0) {
    if (!hasEnded(scan.status)) return <Nothing title={words.notYet}>{words.notYetWhy}</Nothing>;
    return <Nothing title={words.nothing}>{scan.status === "completed" ? words.everywhere : words.notEverywhere}</Nothing>;
  }
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <div>
          <Title order={2} size="h3">{words.title}</Title>
          {!hasEnded(scan.status) && <Text size="sm" c="dimmed" role="status">{words.arrived(findings.length)}</Text>}
          {hasEnded(scan.status) && scan.finding_count > findings.length && <Text size="sm" c="dimmed">{words.newest(findings.length)}</Text>}
        </div>
        <Link className="link" to="/projects/$projectId/findings" params={{ projectId: scan.project_id }} search={{ scan: scan.id }}>{words.filter}</Link>
      </Group>
      <div className="panel flush scroll">
        <table className="list">
          <thead><tr><th>{words.severity}</th><th>{words.finding}</th><th>{words.state}</th></tr></thead>
          <tbody>{worstFirst(findings).map((finding) => <Row key={finding.id} finding={finding} />)}</tbody>
        </table>
      </div>
    </section>
  );
}

function Row({ finding }: { finding: LiveFinding }) {
  const words = scanWords().found;
  return (
    <tr>
      <td className="nowrap"><SeverityLabel severity={finding.severity} /></td>
      <td>
        <Link className="link" to="/findings/$findingId" params={{ findingId: finding.id }}><Inert text={finding.title} limit={300} /></Link>
        {finding.is_new && <> <span className="state">{words.new}</span></>}
        <span className="sub"><Inert text={finding.location} limit={300} /></span>
      </td>
      <td><StateLabel state={finding.state} /></td>
    </tr>
  );
}

export function worstFirst<Found extends { severity: string; title: string }>(findings: readonly Found[]): Found[] {
  const rank = ({ severity }: Found) => (SEVERITIES as readonly string[]).indexOf(severity);
  return [...findings].sort((one, other) => rank(one) - rank(other) || one.title.localeCompare(other.title));
}
