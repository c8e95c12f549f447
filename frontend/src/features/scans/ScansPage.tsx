import { Button, Group, Stack, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import type { Scan } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { sentence } from "../../language/common";
import { StateLabel } from "../../shared/labels";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { moment, relative, span } from "../../shared/times";

export function AllScansPage() {
  return (
    <Stack gap="lg">
      <title>Scans · SecureStack</title>
      <Title order={1} size="h2">Scans</Title>
      <Scans />
    </Stack>
  );
}

export function ProjectScansPage() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  return (
    <Stack>
      <Group justify="flex-end">
        <Button renderRoot={(props) => <Link {...props} to="/projects/$projectId/scans/new" params={{ projectId }} />}>Start a scan</Button>
      </Group>
      <Scans projectId={projectId} />
    </Stack>
  );
}

function Scans({ projectId }: { projectId?: string }) {
  const scans = useInfiniteQuery({
    queryKey: ["scans", projectId ?? "all"],
    queryFn: ({ pageParam }) =>
      answered(api.GET("/api/v1/scans", { params: { query: { limit: 50, cursor: pageParam, ...(projectId ? { project_id: projectId } : {}) } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: 15_000,
  });
  if (scans.isPending) return <Waiting />;
  if (scans.error) return <Failure error={scans.error} again={() => void scans.refetch()} />;
  const rows = scans.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return <Nothing title="No scans yet">Start one from a project's target; it stands here while it runs and ever after.</Nothing>;
  return (
    <>
      <div className="panel flush scroll">
        <table className="list">
          <thead>
            <tr><th>State</th><th>Target</th><th className="wide">Asked for</th><th className="figure wide">Took</th><th className="figure">Findings</th><th className="figure wide">New</th></tr>
          </thead>
          <tbody>{rows.map((scan) => <Row key={scan.id} scan={scan} />)}</tbody>
        </table>
      </div>
      {scans.hasNextPage && (
        <Button mt="md" variant="default" loading={scans.isFetchingNextPage} onClick={() => void scans.fetchNextPage()}>Load more</Button>
      )}
    </>
  );
}

function Row({ scan }: { scan: Scan }) {
  const took = scan.started_at && scan.finished_at ? span((Date.parse(scan.finished_at) - Date.parse(scan.started_at)) / 1000) : "–";
  return (
    <tr>
      <td><StateLabel state={scan.status} /></td>
      <td>
        <Link className="link" to="/scans/$scanId" params={{ scanId: scan.id }}><Inert text={scan.target} limit={300} /></Link>
        <span className="sub">{sentence(String(scan.options.profile ?? scan.scanner))}</span>
      </td>
      <td className="wide nowrap"><time dateTime={scan.created_at} title={moment(scan.created_at)}>{relative(scan.created_at)}</time></td>
      <td className="figure wide nowrap">{took}</td>
      <td className="figure">{scan.finding_count.toLocaleString()}</td>
      <td className="figure wide">{scan.new_finding_count.toLocaleString()}</td>
    </tr>
  );
}
