import { Button, Group, NativeSelect, Stack, Title } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import type { Scan, ScanState } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { StateLabel } from "../../shared/labels";
import { atLeast } from "../../shared/roles";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { moment, relative, span } from "../../shared/times";
import { useTitle } from "../../shared/title";
import { useProject } from "../projects/ProjectFrame";
import { profileName, scanWords } from "./messages";
import { SCAN_STATES } from "./search";
import { hasEnded } from "./watching";

const WATCHED = 3_000; // milliseconds between looks while a scan runs
const QUIET = 20_000;

export function AllScansPage() {
  const words = scanWords();
  useTitle(words.title);
  const { status } = useSearch({ from: "/shell/scans" });
  const navigate = useNavigate({ from: "/scans" });
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="end">
        <Title order={1} size="h2">{words.title}</Title>
        <States status={status} change={(next) => void navigate({ search: next ? { status: next } : {}, replace: true })} />
      </Group>
      <Scans status={status} />
    </Stack>
  );
}

export function ProjectScansPage() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  const { status } = useSearch({ from: "/shell/projects/$projectId/scans" });
  const navigate = useNavigate({ from: "/projects/$projectId/scans" });
  const words = scanWords();
  const project = useProject(projectId);
  const may = atLeast(project.data?.role, "analyst") && project.data?.archived_at === null;
  return (
    <Stack>
      <Group justify="space-between" align="end">
        <States status={status} change={(next) => void navigate({ search: next ? { status: next } : {}, replace: true })} />
        {may && <Button renderRoot={(props) => <Link {...props} to="/projects/$projectId/scans/new" params={{ projectId }} />}>{words.start}</Button>}
      </Group>
      <Scans projectId={projectId} status={status} />
    </Stack>
  );
}

function States({ status, change }: { status: ScanState | undefined; change: (status: ScanState | undefined) => void }) {
  const words = scanWords();
  return (
    <NativeSelect
      label={words.state}
      size="xs"
      value={status ?? ""}
      onChange={(event) => change((event.currentTarget.value || undefined) as ScanState | undefined)}
      data={[{ value: "", label: words.anyState }, ...SCAN_STATES.map((value) => ({ value, label: sentence(value) }))]}
    />
  );
}

function Scans({ projectId, status }: { projectId?: string; status: ScanState | undefined }) {
  const words = scanWords();
  const common = commonWords();
  const scans = useInfiniteQuery({
    queryKey: ["scans", projectId ?? "all", status ?? "any"],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET("/api/v1/scans", {
          params: { query: { limit: 50, cursor: pageParam, ...(projectId ? { project_id: projectId } : {}), ...(status ? { status: [status] } : {}) } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    refetchInterval: (query) => (query.state.data?.pages.some((page) => page.items.some((scan) => !hasEnded(scan.status))) ? WATCHED : QUIET),
    placeholderData: keepPreviousData,
  });
  if (scans.isPending) return <Waiting />;
  if (scans.error) return <Failure error={scans.error} again={() => void scans.refetch()} />;
  const rows = scans.data.pages.flatMap((page) => page.items);
  if (rows.length === 0) return status ? <Nothing title={words.noneFits} /> : <Nothing title={words.none}>{words.noneWhy}</Nothing>;
  return (
    <>
      <div className="panel flush scroll">
        <table className="list">
          <thead>
            <tr>
              <th>{words.state}</th>
              <th>{words.target}</th>
              <th className="wide">{words.asked}</th>
              <th className="figure wide">{words.took}</th>
              <th className="figure">{words.findings}</th>
              <th className="figure wide">{words.new}</th>
            </tr>
          </thead>
          <tbody>{rows.map((scan) => <Row key={scan.id} scan={scan} />)}</tbody>
        </table>
      </div>
      {scans.hasNextPage && (
        <Button mt="md" variant="default" loading={scans.isFetchingNextPage} onClick={() => void scans.fetchNextPage()}>{common.loadMore}</Button>
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
        <span className="sub">{profileName(scan.options.profile, scan.scanner)}</span>
      </td>
      <td className="wide nowrap"><time dateTime={scan.created_at} title={moment(scan.created_at)}>{relative(scan.created_at)}</time></td>
      <td className="figure wide nowrap">{took}</td>
      <td className="figure">{figure(scan.finding_count)}</td>
      <td className="figure wide">{figure(scan.new_finding_count)}</td>
    </tr>
  );
}
