import { Button, Group, NativeSelect, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import { useDraft } from "../../shared/drafts";
import { atLeast } from "../../shared/roles";
import { Failure, faultOf, Waiting } from "../../shared/states";
import { projectWords } from "./messages";
import { plainText } from "../../shared/visible";

const NEW_TEAM = "new";
const EMPTY = { name: "", description: "", teamName: "" };

/** A form for a project, and for its team where there is none yet. */
export function NewProject({ first }: { first: boolean }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const words = projectWords();
  const [typed, setTyped, forget] = useDraft("new-project", EMPTY);
  const [chosen, setChosen] = useState("");
  const teams = useQuery({
    queryKey: ["teams"],
    queryFn: () => answered(api.GET("/api/v1/teams", { params: { query: { limit: 100 } } })),
  });
  const mine = (teams.data?.items ?? []).filter((team) => atLeast(team.role, "maintainer"));
  const team = chosen || mine[0]?.id || NEW_TEAM;
  const set = (part: Partial<typeof EMPTY>) => setTyped((before) => ({ ...before, ...part }));
  const create = useMutation({
    mutationFn: async () => {
      let teamId = team;
      if (team === NEW_TEAM) {
        teamId = (await answered(api.POST("/api/v1/teams", { body: { name: typed.teamName } }))).id;
        // Should the project be refused, the next attempt uses the team that is there now.
        setChosen(teamId);
        await queries.invalidateQueries({ queryKey: ["teams"] });
      }
      return answered(api.POST("/api/v1/projects", { body: { team_id: teamId, name: typed.name, description: typed.description } }));
    },
    onSuccess: (project) => {
      forget();
      for (const key of ["projects", "overview"]) void queries.invalidateQueries({ queryKey: [key] });
      void navigate({ to: "/projects/$projectId", params: { projectId: project.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <section className="panel">
      <Title order={2} size="h4">{first ? words.begin : words.newProject}</Title>
      <Text size="sm" c="dimmed" mb="md">{words.what}</Text>
      {teams.isPending ? (
        <Waiting lines={2} />
      ) : (
        <form onSubmit={submit}>
          <Stack maw={480}>
            <TextInput label={words.name} required value={typed.name} onChange={(event) => set({ name: event.currentTarget.value })} error={faultOf(create.error, "name")} />
            {!first && <Textarea label={words.description} autosize={false} rows={2} value={typed.description} onChange={(event) => set({ description: event.currentTarget.value })} error={faultOf(create.error, "description")} />}
            {mine.length > 0 && (
              <NativeSelect
                label={words.team}
                value={team}
                onChange={(event) => setChosen(event.currentTarget.value)}
                data={[...mine.map(({ id, name }) => ({ value: id, label: plainText(name) })), { value: NEW_TEAM, label: words.newTeam }]}
              />
            )}
            {team === NEW_TEAM && (
              <TextInput label={words.teamName} description={words.teamNameWhy} required value={typed.teamName} onChange={(event) => set({ teamName: event.currentTarget.value })} />
            )}
            {teams.error && <Failure error={teams.error} again={() => void teams.refetch()} />}
            {create.error && <Failure error={create.error} />}
            <Group><Button type="submit" loading={create.isPending}>{words.createProject}</Button></Group>
          </Stack>
        </form>
      )}
    </section>
  );
}
