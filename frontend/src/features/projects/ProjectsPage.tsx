import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { Project } from "../../client/schema";
import { SEVERITIES, SeverityLabel } from "../../shared/labels";
import { Failure, faultOf, Waiting } from "../../shared/states";

export function ProjectsPage() {
  const [adding, setAdding] = useState(false);
  const projects = useInfiniteQuery({
    queryKey: ["projects"],
    queryFn: ({ pageParam }) => answered(api.GET("/api/v1/projects", { params: { query: { limit: 100, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const all = projects.data?.pages.flatMap((page) => page.items) ?? [];
  const empty = projects.isSuccess && all.length === 0;
  return (
    <Stack gap="lg">
      <title>Projects · SecureStack</title>
      <Group justify="space-between">
        <Title order={1} size="h2">Projects</Title>
        {!empty && <Button onClick={() => setAdding(!adding)} variant={adding ? "default" : "filled"}>{adding ? "Close" : "New project"}</Button>}
      </Group>
      {(adding || empty) && <NewProject first={empty} />}
      {projects.isPending && <Waiting />}
      {projects.error && <Failure error={projects.error} again={() => void projects.refetch()} />}
      {all.length > 0 && <div className="tiles">{all.map((project) => <ProjectTile key={project.id} project={project} />)}</div>}
      {projects.hasNextPage && (
        <Button variant="default" loading={projects.isFetchingNextPage} onClick={() => void projects.fetchNextPage()}>Load more</Button>
      )}
    </Stack>
  );
}

function ProjectTile({ project }: { project: Project }) {
  const open = project.open_findings;
  return (
    <section className="panel">
      <Title order={2} size="h4"><Link className="link" to="/projects/$projectId" params={{ projectId: project.id }}>{project.name}</Link></Title>
      <Text size="sm" c="dimmed">{project.team_name}</Text>
      {open.total === 0 ? (
        <Text size="sm" mt="md">Nothing open</Text>
      ) : (
        <Group gap="md" mt="md">
          {SEVERITIES.filter((severity) => open[severity] > 0).map((severity) => (
            <Group gap={5} key={severity}>
              <SeverityLabel severity={severity} />
              <Text span size="sm">{open[severity].toLocaleString()}</Text>
            </Group>
          ))}
        </Group>
      )}
    </section>
  );
}

const NEW_TEAM = "new";

function NewProject({ first }: { first: boolean }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [chosen, setChosen] = useState("");
  const [teamName, setTeamName] = useState("");
  const teams = useQuery({
    queryKey: ["teams"],
    queryFn: () => answered(api.GET("/api/v1/teams", { params: { query: { limit: 100 } } })),
  });
  const mine = (teams.data?.items ?? []).filter((team) => team.role === "owner" || team.role === "maintainer");
  const team = chosen || mine[0]?.id || NEW_TEAM;
  const create = useMutation({
    mutationFn: async () => {
      let teamId = team;
      if (team === NEW_TEAM) {
        teamId = (await answered(api.POST("/api/v1/teams", { body: { name: teamName } }))).id;
        // Should the project be refused, the next attempt uses the team that is there now.
        setChosen(teamId);
        await queries.invalidateQueries({ queryKey: ["teams"] });
      }
      return answered(api.POST("/api/v1/projects", { body: { team_id: teamId, name } }));
    },
    onSuccess: (project) => {
      void queries.invalidateQueries({ queryKey: ["projects"] });
      void navigate({ to: "/projects/$projectId", params: { projectId: project.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <section className="panel">
      <Title order={2} size="h4">{first ? "Begin with a project" : "New project"}</Title>
      <Text size="sm" c="dimmed" mb="md">A project is something you ship: a shop, an API, a service. Its targets, scans and findings stand together.</Text>
      {teams.isPending ? (
        <Waiting lines={2} />
      ) : (
        <form onSubmit={submit}>
          <Stack maw={480}>
            <TextInput label="Name of the project" required value={name} onChange={(event) => setName(event.currentTarget.value)} error={faultOf(create.error, "name")} />
            {mine.length > 0 && (
              <NativeSelect
                label="Team"
                value={team}
                onChange={(event) => setChosen(event.currentTarget.value)}
                data={[...mine.map(({ id, name: label }) => ({ value: id, label })), { value: NEW_TEAM, label: "A new team…" }]}
              />
            )}
            {team === NEW_TEAM && (
              <TextInput label="Name of the team" description="Who may see the project. You can add people later." required value={teamName} onChange={(event) => setTeamName(event.currentTarget.value)} />
            )}
            {teams.error && <Failure error={teams.error} again={() => void teams.refetch()} />}
            {create.error && <Failure error={create.error} />}
            <Group><Button type="submit" loading={create.isPending}>Create the project</Button></Group>
          </Stack>
        </form>
      )}
    </section>
  );
}

