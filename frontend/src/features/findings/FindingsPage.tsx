import { Stack, Title } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { Filters } from "./Filters";
import { FindingsTable } from "./FindingsTable";
import { findingQuery, type FindingSearch } from "./search";

const PAGE = 50;

export function AllFindingsPage() {
  const search = useSearch({ from: "/shell/findings" });
  const navigate = useNavigate({ from: "/findings" });
  return (
    <Stack gap="md">
      <title>Findings · SecureStack</title>
      <Title order={1} size="h2">Findings</Title>
      <Findings search={search} change={(next) => void navigate({ search: next, replace: true })} />
    </Stack>
  );
}

export function ProjectFindingsPage() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  const search = useSearch({ from: "/shell/projects/$projectId/findings" });
  const navigate = useNavigate({ from: "/projects/$projectId/findings" });
  return <Findings projectId={projectId} search={search} change={(next) => void navigate({ search: next, replace: true })} />;
}

interface Props {
  projectId?: string;
  search: FindingSearch;
  change: (search: FindingSearch) => void;
}

function Findings({ projectId, search, change }: Props) {
  const query = findingQuery(search);
  const path = projectId === undefined ? null : { project_id: projectId };
  const findings = useInfiniteQuery({
    queryKey: ["findings", projectId ?? "all", query],
    queryFn: ({ pageParam, signal }) => {
      const wanted = { ...query, limit: PAGE, cursor: pageParam };
      return answered(
        path === null
          ? api.GET("/api/v1/findings", { params: { query: wanted }, signal })
          : api.GET("/api/v1/projects/{project_id}/findings", { params: { path, query: wanted }, signal }),
      );
    },
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const { sort: _, ...filter } = query;
  const facets = useQuery({
    queryKey: ["facets", projectId ?? "all", filter],
    queryFn: ({ signal }) =>
      answered(
        path === null
          ? api.GET("/api/v1/findings/facets", { params: { query: filter }, signal })
          : api.GET("/api/v1/projects/{project_id}/findings/facets", { params: { path, query: filter }, signal }),
      ),
    placeholderData: keepPreviousData,
  });
  const rows = findings.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div>
      <Filters search={search} change={change} facets={facets.data} />
      {findings.isPending && <Waiting />}
      {findings.error && <Failure error={findings.error} again={() => void findings.refetch()} />}
      {findings.isSuccess && rows.length === 0 && (
        <Nothing title="No findings fit">
          {search.severity || search.state || search.search ? "Take a filter away, or search for other words." : "Nothing is open here. Scan a target to see where it stands."}
        </Nothing>
      )}
      {rows.length > 0 && (
        <FindingsTable
          rows={rows}
          sort={query.sort}
          sortBy={(sort) => change({ ...search, sort })}
          more={findings.hasNextPage}
          loading={findings.isFetchingNextPage}
          loadMore={() => void findings.fetchNextPage()}
        />
      )}
    </div>
  );
}
