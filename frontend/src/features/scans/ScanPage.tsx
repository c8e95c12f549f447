import { Alert, Button, Group, Progress, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { answered, api } from "../../client/client";
import type { ScanDetail } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { sentence } from "../../language/common";
import { SEVERITIES, SeverityLabel, StateLabel } from "../../shared/labels";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { moment, span } from "../../shared/times";
import { hasEnded, useScan, type LiveFinding } from "./watching";

export function ScanPage() {
  const { scanId } = useParams({ from: "/shell/scans/$scanId" });
  const { scan, findings, interrupted } = useScan(scanId);
  if (scan.isPending) return <Waiting />;
  if (scan.error) return <Failure error={scan.error} again={() => void scan.refetch()} />;
  return (
    <Stack gap="lg">
      <title>{`Scan of ${scan.data.target} · SecureStack`}</title>
      <Head scan={scan.data} />
      {interrupted && !hasEnded(scan.data.status) && <Alert color="yellow" role="status">The connection is lost. The scan goes on; this page comes back by itself.</Alert>}
      {scan.data.reason && <Alert color={scan.data.status === "failed" ? "red" : "yellow"} title={`${sentence(scan.data.status)}, because`}><Inert text={scan.data.reason} limit={3000} /></Alert>}
      <Numbers scan={scan.data} />
      <Found scan={scan.data} findings={findings} />
      <Account scan={scan.data} />
    </Stack>
  );
}

function Head({ scan }: { scan: ScanDetail }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const params = { path: { scan_id: scan.id } };
  const cancel = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/scans/{scan_id}/cancel", { params })),
    onSuccess: (changed) => queries.setQueryData(["scan", scan.id], changed),
  });
  const again = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/scans/{scan_id}/retry", { params, body: {} })),
    onSuccess: ({ id }) => void navigate({ to: "/scans/$scanId", params: { scanId: id } }),
  });
  return (
    <div>
      <Text size="sm"><Link className="link" to="/projects/$projectId/scans" params={{ projectId: scan.project_id }}>Scans of the project</Link></Text>
      <Group justify="space-between" align="start">
        <div>
          <Title order={1} size="h2">Scan of <Inert text={scan.target} limit={300} /></Title>
          <Group gap="sm" mt={4}>
            <span aria-live="polite"><StateLabel state={scan.status} /></span>
            <Text size="sm" c="dimmed">{sentence(String(scan.options.profile ?? ""))} · asked for {moment(scan.created_at)}</Text>
          </Group>
        </div>
        {hasEnded(scan.status) ? (
          <Button variant="default" loading={again.isPending} onClick={() => again.mutate()}>Scan again</Button>
        ) : (
          <Button variant="default" loading={cancel.isPending || scan.cancel_requested} onClick={() => cancel.mutate()}>Cancel</Button>
        )}
      </Group>
      {(cancel.error ?? again.error) && <Failure error={cancel.error ?? again.error} />}
    </div>
  );
}

function Numbers({ scan }: { scan: ScanDetail }) {
  const ended = hasEnded(scan.status);
  const { phase, done, total, detail, requests, requests_per_second: rate, pages } = scan.progress;
  const statistics = scan.statistics as { requests?: number; pages?: number };
  return (
    <Stack gap="sm">
      {!ended && (
        <div>
          <Group justify="space-between">
            <Text size="sm">{scan.status === "queued" ? "Waiting for a free place" : sentence(phase ?? "") || "Beginning"}{detail ? <>: <Inert text={detail} limit={200} /></> : null}</Text>
            {total !== null && total !== undefined && total > 0 && <Text size="sm" c="dimmed">{done} of {total}</Text>}
          </Group>
          <Progress mt={6} aria-label="Progress" value={total ? Math.min(100, (100 * (done ?? 0)) / total) : 100} animated={!total} striped={!total} />
        </div>
      )}
      <div className="numbers">
        <Figure value={scan.finding_count} name="findings" />
        <Figure value={scan.new_finding_count} name="of them new" />
        <Figure value={Math.max(requests ?? 0, statistics.requests ?? 0)} name="requests" />
        <Figure value={Math.max(pages ?? 0, statistics.pages ?? 0)} name="pages" />
        {!ended && <Figure value={Math.round(rate ?? 0)} name="requests a second" />}
        <div className="number"><strong><Elapsed scan={scan} /></strong><span>time</span></div>
      </div>
    </Stack>
  );
}

function Figure({ value, name }: { value: number; name: string }) {
  return <div className="number"><strong>{value.toLocaleString()}</strong><span>{name}</span></div>;
}

function Elapsed({ scan }: { scan: ScanDetail }) {
  const [now, setNow] = useState(Date.now);
  const going = scan.started_at !== null && scan.finished_at === null;
  useEffect(() => {
    if (!going) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [going]);
  if (scan.started_at === null) return <>–</>;
  const end = scan.finished_at === null ? now : new Date(scan.finished_at).getTime();
  return <>{span((end - new Date(scan.started_at).getTime()) / 1000)}</>;
}

function Found({ scan, findings }: { scan: ScanDetail; findings: LiveFinding[] | null }) {
  if (findings === null) return <Waiting lines={3} />;
  if (findings.length === 0) {
    if (!hasEnded(scan.status)) return <Nothing title="Nothing found yet">Findings stand here as soon as they are proven.</Nothing>;
    return <Nothing title="Nothing was found">{scan.status === "completed" ? "Every planned check has looked." : "The scan did not look everywhere; the account below says where not."}</Nothing>;
  }
  const worstFirst = [...findings].sort((one, other) => rank(one) - rank(other) || one.title.localeCompare(other.title));
  return (
    <section>
      <Group justify="space-between" mb="sm">
        <Title order={2} size="h3">Findings</Title>
        <Link className="link" to="/projects/$projectId/findings" params={{ projectId: scan.project_id }} search={{ scan: scan.id }}>Filter and sort them</Link>
      </Group>
      <div className="panel flush scroll">
        <table className="list">
          <thead><tr><th>Severity</th><th>Finding</th><th>State</th></tr></thead>
          <tbody>
            {worstFirst.map((finding) => (
              <tr key={finding.id}>
                <td className="nowrap"><SeverityLabel severity={severityOf(finding)} /></td>
                <td>
                  <Link className="link" to="/findings/$findingId" params={{ findingId: finding.id }}><Inert text={finding.title} limit={300} /></Link>
                  {finding.is_new && <> <span className="state">New</span></>}
                  <span className="sub"><Inert text={finding.location} limit={300} /></span>
                </td>
                <td><StateLabel state={finding.state} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

/** The stream tells severities as words or, 0 being the least, as numbers. */
function severityOf({ severity }: LiveFinding): string {
  return typeof severity === "number" ? (SEVERITIES[SEVERITIES.length - 1 - severity] ?? "informational") : severity;
}

function rank(finding: LiveFinding): number {
  return (SEVERITIES as readonly string[]).indexOf(severityOf(finding));
}

interface CheckStatus {
  check?: string;
  outcome?: string;
  reason?: string;
  looked_at?: number;
}

/** What each check looked at, and what it could not: so that silence is never taken for a pass. */
function Account({ scan }: { scan: ScanDetail }) {
  const checks = scan.checks as CheckStatus[];
  const notices = scan.notices as { message?: string; level?: string }[];
  if (checks.length === 0 && notices.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h3" mb="sm">What was looked at</Title>
      {notices.map((notice, index) => (
        <Alert key={index} color={notice.level === "warning" ? "yellow" : "cyan"} mb="sm"><Inert text={notice.message ?? ""} limit={2000} /></Alert>
      ))}
      <div className="panel flush scroll">
        <table className="list">
          <thead><tr><th>Check</th><th>Outcome</th><th className="figure">Places</th><th>Why not all</th></tr></thead>
          <tbody>
            {checks.map((check, index) => (
              <tr key={index}>
                <td>{check.check}</td>
                <td><StateLabel state={check.outcome ?? ""} /></td>
                <td className="figure">{(check.looked_at ?? 0).toLocaleString()}</td>
                <td><Inert text={check.reason ?? ""} limit={500} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
