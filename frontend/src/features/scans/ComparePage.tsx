import { Alert, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import type { ComparedFinding, ScanDetail } from "../../client/schema";
import { sentence } from "../../language/common";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { SeverityLabel, StateLabel } from "../../shared/labels";
import { Failure, Waiting } from "../../shared/states";
import { moment } from "../../shared/times";
import { useTitle } from "../../shared/title";
import { scanWords } from "./messages";
import { useScansOfTarget } from "./OtherScans";

/** What one scan of a target saw and another did not. */
export function ComparePage() {
  const { scanId } = useParams({ from: "/shell/scans/$scanId/compare" });
  const { before } = useSearch({ from: "/shell/scans/$scanId/compare" });
  const words = scanWords();
  useTitle(words.compare.title);
  const scan = useQuery({
    queryKey: ["scan", scanId],
    queryFn: () => answered(api.GET("/api/v1/scans/{scan_id}", { params: { path: { scan_id: scanId } } })),
  });
  if (scan.isPending) return <Waiting />;
  if (scan.error) return <Failure error={scan.error} again={() => void scan.refetch()} />;
  return (
    <Stack gap="lg">
      <div>
        <Text size="sm"><Link className="link" to="/scans/$scanId" params={{ scanId }}>{words.of} <Inert text={scan.data.target} limit={200} /></Link></Text>
        <Title order={1} size="h2">{words.compare.title}</Title>
      </div>
      <Choice scan={scan.data} before={before} />
      {before === undefined ? <Text>{words.compare.choose}</Text> : <Comparison after={scanId} before={before} />}
    </Stack>
  );
}

function Choice({ scan, before }: { scan: ScanDetail; before: string | undefined }) {
  const words = scanWords().compare;
  const navigate = useNavigate({ from: "/scans/$scanId/compare" });
  const scans = useScansOfTarget(scan);
  const others = (scans.data?.items ?? []).filter((other) => other.id !== scan.id);
  if (scans.error) return <Failure error={scans.error} again={() => void scans.refetch()} />;
  return (
    <div className="fields">
      <NativeSelect
        label={words.before}
        value={before ?? ""}
        onChange={(event) => void navigate({ search: event.currentTarget.value ? { before: event.currentTarget.value } : {}, replace: true })}
        data={[{ value: "", label: "–" }, ...others.map((other) => ({ value: other.id, label: `${moment(other.created_at)}, ${sentence(other.status)}` }))]}
      />
      <div>
        <Text size="sm" fw={500}>{words.after}</Text>
        <Text>{moment(scan.created_at)}, {sentence(scan.status)}</Text>
      </div>
    </div>
  );
}

function Comparison({ after, before }: { after: string; before: string }) {
  const words = scanWords().compare;
  const found = useQuery({
    queryKey: ["comparison", after, before],
    queryFn: () => answered(api.GET("/api/v1/scans/{scan_id}/comparison", { params: { path: { scan_id: after }, query: { before } } })),
  });
  if (found.isPending) return <Waiting />;
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  const { appeared, appeared_count, disappeared, disappeared_count, common_count } = found.data;
  return (
    <>
      <div className="numbers">
        <div className="number"><strong>{`+${figure(appeared_count)}`}</strong><span>{words.appeared}</span></div>
        <div className="number"><strong>{`−${figure(disappeared_count)}`}</strong><span>{words.disappeared}</span></div>
        <div className="number"><strong>{figure(common_count)}</strong><span>{words.common}</span></div>
      </div>
      <div className="pair">
        <Findings title={words.appeared} findings={appeared} count={appeared_count} />
        <Findings title={words.disappeared} findings={disappeared} count={disappeared_count} />
      </div>
      {disappeared_count > 0 && <Alert color="cyan">{words.gone}</Alert>}
    </>
  );
}

function Findings({ title, findings, count }: { title: string; findings: ComparedFinding[]; count: number }) {
  const words = scanWords();
  return (
    <section>
      <Title order={2} size="h4" mb="sm">{title}</Title>
      {findings.length === 0 && <Text size="sm" c="dimmed">{words.compare.nothing}</Text>}
      {findings.length > 0 && (
        <div className="panel flush scroll">
          <table className="list">
            <thead><tr><th>{words.found.severity}</th><th>{words.found.finding}</th><th>{words.found.state}</th></tr></thead>
            <tbody>
              {findings.map((finding) => (
                <tr key={finding.id}>
                  <td className="nowrap"><SeverityLabel severity={finding.severity} /></td>
                  <td>
                    <Link className="link" to="/findings/$findingId" params={{ findingId: finding.id }}><Inert text={finding.title} limit={300} /></Link>
                    <span className="sub"><Inert text={finding.location} limit={300} /></span>
                  </td>
                  <td><StateLabel state={finding.state} /></td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {count > findings.length && <Text size="sm" c="dimmed">{words.compare.shown(findings.length)}</Text>}
    </section>
  );
}
