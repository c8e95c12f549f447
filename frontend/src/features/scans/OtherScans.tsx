import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import type { ScanDetail } from "../../client/schema";
import { figure } from "../../language/language";
import { StateLabel } from "../../shared/labels";
import { Failure, Waiting } from "../../shared/states";
import { moment } from "../../shared/times";
import { profileName, scanWords } from "./messages";
import { hasEnded } from "./watching";

const SHOWN = 11; // this one, and ten others

/** The scans of the same target, newest first, each to be compared with. */
export function useScansOfTarget(scan: Pick<ScanDetail, "target_id" | "project_id"> | undefined) {
  return useQuery({
    queryKey: ["scans", "target", scan?.target_id],
    queryFn: () => answered(api.GET("/api/v1/scans", { params: { query: { limit: SHOWN, project_id: scan?.project_id ?? null, target_id: scan?.target_id ?? null } } })),
    enabled: typeof scan?.target_id === "string",
  });
}

export function OtherScans({ scan }: { scan: ScanDetail }) {
  const words = scanWords();
  const scans = useScansOfTarget(scan);
  if (scan.target_id === null) return null;
  if (scans.isPending) return <Waiting lines={2} />;
  if (scans.error) return <Failure error={scans.error} again={() => void scans.refetch()} />;
  const others = scans.data.items.filter((other) => other.id !== scan.id);
  return (
    <section>
      <Title order={2} size="h3" mb="sm">{words.history.title}</Title>
      {others.length === 0 ? (
        <Text size="sm" c="dimmed">{words.history.none}</Text>
      ) : (
        <div className="panel flush scroll">
          <table className="list">
            <thead><tr><th>{words.state}</th><th>{words.asked}</th><th className="figure">{words.findings}</th><th /></tr></thead>
            <tbody>
              {others.map((other) => {
                const [before, after] = other.created_at < scan.created_at ? [other, scan] : [scan, other];
                return (
                  <tr key={other.id}>
                    <td><StateLabel state={other.status} /></td>
                    <td><Link className="link" to="/scans/$scanId" params={{ scanId: other.id }}>{moment(other.created_at)}</Link><span className="sub">{profileName(other.options.profile, other.scanner)}</span></td>
                    <td className="figure">{figure(other.finding_count)}</td>
                    <td>{hasEnded(other.status) && <Link className="link" to="/scans/$scanId/compare" params={{ scanId: after.id }} search={{ before: before.id }}>{words.history.compare}</Link>}</td>
                  </tr>
                );
              })}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
