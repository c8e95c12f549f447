import { Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import type { Project } from "../../client/schema";
import { commonWords } from "../../language/common";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { SEVERITIES, SeverityLabel } from "../../shared/labels";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { projectWords } from "./messages";
import { NewProject } from "./NewProject";
import type { ProjectsSearch } from "./search";
import { plainText } from "../../shared/visible";

export function ProjectsPage() {
  const { new: adding, ...search } = useSearch({ from: "/shell/projects" });
  const navigate = useNavigate({ from: "/projects" });
  const words = projectWords();
  useTitle(words.title);
  const common = commonWords();
  const change = (next: ProjectsSearch) => void navigate({ search: next, replace: true });
  const projects = useInfiniteQuery({
    queryKey: ["projects", search],
    queryFn: ({ pageParam, signal }) =>
      answered(
        api.GET("/api/v1/projects", {
          params: {
            query: {
              limit: 60,
              cursor: pageParam,
              ...(search.search ? { search: search.search } : {}),
              ...(search.team ? { team_id: search.team } : {}),
              ...(search.archived ? { archived: "only" } : {}),
            },
          },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const all = projects.data?.pages.flatMap((page) => page.items) ?? [];
  const filtered = Object.keys(search).length > 0;
  const empty = projects.isSuccess && all.length === 0 && !filtered;
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <Title order={1} size="h2">{words.title}</Title>
        {!empty && (
          <Button onClick={() => change(adding ? search : { ...search, new: true })} variant={adding ? "default" : "filled"}>{adding ? common.close : words.newProject}</Button>
        )}
      </Group>
      {(adding || empty) && <NewProject first={empty} />}
      {!empty && <Filters search={search} change={change} />}
      {projects.isPending && <Waiting />}
      {projects.error && <Failure error={projects.error} again={() => void projects.refetch()} />}
      {projects.isSuccess && all.length === 0 && filtered && <Nothing title={words.nothing}>{words.nothingWhy}</Nothing>}
      {all.length > 0 && <div className="tiles">{all.map((project) => <ProjectTile key={project.id} project={project} />)}</div>}
      {projects.hasNextPage && (
        <Button variant="default" loading={projects.isFetchingNextPage} onClick={() => void projects.fetchNextPage()}>{common.loadMore}</Button>
      )}
    </Stack>
  );
}

function Filters({ search, change }: { search: ProjectsSearch; change: (next: ProjectsSearch) => void }) {
  const words = projectWords();
  const teams = useQuery({
    queryKey: ["teams"],
    queryFn: () => answered(api.GET("/api/v1/teams", { params: { query: { limit: 100 } } })),
  });
  const without = (name: keyof ProjectsSearch) => {
    const { [name]: _, ...rest } = search;
    return rest;
  };
  return (
    <Group role="search" gap="md" align="end">
      <TextInput
        label={words.search}
        size="xs"
        type="search"
        defaultValue={search.search ?? ""}
        onChange={(event) => change(event.currentTarget.value.trim() ? { ...search, search: event.currentTarget.value } : without("search"))}
      />
      {(teams.data?.items.length ?? 0) > 1 && (
        <NativeSelect
          label={words.team}
          size="xs"
          value={search.team ?? ""}
          onChange={(event) => change(event.currentTarget.value ? { ...search, team: event.currentTarget.value } : without("team"))}
          data={[{ value: "", label: words.allTeams }, ...(teams.data?.items ?? []).map(({ id, name }) => ({ value: id, label: plainText(name) }))]}
        />
      )}
      <Checkbox
        size="sm"
        mb={6}
        label={words.archivedOnly}
        checked={search.archived ?? false}
        onChange={(event) => change(event.currentTarget.checked ? { ...search, archived: true } : without("archived"))}
      />
    </Group>
  );
}

function ProjectTile({ project }: { project: Project }) {
  const words = projectWords();
  const open = project.open_findings;
  return (
    <section className="panel">
      <Title order={2} size="h4"><Link className="link" to="/projects/$projectId" params={{ projectId: project.id }}><Inert text={project.name} limit={200} /></Link></Title>
      <Text size="sm" c="dimmed"><Inert text={project.team_name} limit={200} />{project.archived_at !== null && ` · ${words.archived}`}</Text>
      {open.total === 0 ? (
        <Text size="sm" mt="md">{words.nothingOpen}</Text>
      ) : (
        <Group gap="md" mt="md">
          {SEVERITIES.filter((severity) => open[severity] > 0).map((severity) => (
            <Group gap={5} key={severity}>
              <SeverityLabel severity={severity} />
              <Text span size="sm">{figure(open[severity])}</Text>
            </Group>
          ))}
        </Group>
      )}
    </section>
  );
}
