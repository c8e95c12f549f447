import { Button, Group, NativeSelect, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { Project } from "../../client/schema";
import { Confirm } from "../../shared/Confirm";
import { atLeast } from "../../shared/roles";
import { Failure } from "../../shared/states";
import { projectWords } from "./messages";
import { plainText } from "../../shared/visible";

/** Archive, restore, move and delete a project. */
export function Changes({ project }: { project: Project }) {
  const words = projectWords().changes;
  const owns = atLeast(project.role, "owner");
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="md">{words.title}</Title>
      <Stack gap="lg">
        <Archiving project={project} />
        {owns && project.archived_at === null && <Moving project={project} />}
        {owns ? <Deletion project={project} /> : <Text size="sm" c="dimmed">{words.forOwners}</Text>}
      </Stack>
    </section>
  );
}

function Archiving({ project }: { project: Project }) {
  const queries = useQueryClient();
  const words = projectWords().changes;
  const params = { path: { project_id: project.id } };
  const archived = project.archived_at !== null;
  const change = useMutation({
    mutationFn: () => answered(archived ? api.POST("/api/v1/projects/{project_id}/restore", { params }) : api.POST("/api/v1/projects/{project_id}/archive", { params })),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <div>
      <Group justify="space-between">
        <Text size="sm" flex="1 1 320px">{archived ? words.restoreWhy : words.archiveWhy}</Text>
        <Button variant="default" loading={change.isPending} onClick={() => change.mutate()}>{archived ? words.restore : words.archive}</Button>
      </Group>
      {change.error && <Failure error={change.error} />}
    </div>
  );
}

function Moving({ project }: { project: Project }) {
  const queries = useQueryClient();
  const words = projectWords().changes;
  const [chosen, setChosen] = useState("");
  const teams = useQuery({
    queryKey: ["teams"],
    queryFn: () => answered(api.GET("/api/v1/teams", { params: { query: { limit: 100 } } })),
  });
  const others = (teams.data?.items ?? []).filter((team) => team.id !== project.team_id && atLeast(team.role, "maintainer"));
  const team = chosen || others[0]?.id;
  const move = useMutation({
    mutationFn: (teamId: string) => answered(api.POST("/api/v1/projects/{project_id}/move", { params: { path: { project_id: project.id } }, body: { team_id: teamId } })),
    onSuccess: () => queries.invalidateQueries(),
  });
  return (
    <div>
      <Group justify="space-between" align="end">
        <Text size="sm" flex="1 1 320px">{words.moveWhy}{others.length === 0 && ` ${words.noOtherTeam}`}</Text>
        {team !== undefined && (
          <Group align="end">
            <NativeSelect label={words.moveTo} size="xs" value={team} onChange={(event) => setChosen(event.currentTarget.value)} data={others.map(({ id, name }) => ({ value: id, label: plainText(name) }))} />
            <Button variant="default" loading={move.isPending} onClick={() => move.mutate(team)}>{words.move}</Button>
          </Group>
        )}
      </Group>
      {move.error && <Failure error={move.error} />}
    </div>
  );
}

function Deletion({ project }: { project: Project }) {
  const [asking, setAsking] = useState(false);
  const navigate = useNavigate();
  const queries = useQueryClient();
  const words = projectWords().changes;
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE("/api/v1/projects/{project_id}", { params: { path: { project_id: project.id }, query: { confirm: project.slug } } })),
    onSuccess: async () => {
      await navigate({ to: "/projects" });
      queries.removeQueries({ queryKey: ["project", project.id] });
      void queries.invalidateQueries();
    },
  });
  return (
    <>
      <Group justify="space-between">
        <Text size="sm" flex="1 1 320px">{words.deleteWhy}</Text>
        <Button color="red.8" onClick={() => setAsking(true)}>{words.delete}</Button>
      </Group>
      {asking && (
        <Confirm title={words.deleteTitle} action={words.delete} name={project.name} pending={remove.isPending} error={remove.error} close={() => setAsking(false)} confirm={() => remove.mutate()}>
          {words.deleteWhy}
        </Confirm>
      )}
    </>
  );
}
