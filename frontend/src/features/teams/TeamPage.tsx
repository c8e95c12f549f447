import { Button, Group, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { Team } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { Confirm } from "../../shared/Confirm";
import { Inert } from "../../shared/Inert";
import { atLeast } from "../../shared/roles";
import { Failure, faultOf, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { useMe } from "../../shell/me";
import { policyWords } from "../priorities/messages";
import { Members } from "./Members";
import { teamWords } from "./messages";
import { plainText } from "../../shared/visible";

/** Who is in a team, who is invited, and what it is called. */
export function TeamPage() {
  const { teamId } = useParams({ from: "/shell/teams/$teamId" });
  const me = useMe();
  const words = teamWords();
  const priorities = policyWords();
  const team = useQuery({
    queryKey: ["team", teamId],
    queryFn: () => answered(api.GET("/api/v1/teams/{team_id}", { params: { path: { team_id: teamId } } })),
  });
  useTitle(team.data && plainText(team.data.name));
  if (team.isPending || me.isPending) return <Waiting />;
  if (team.error) return <Failure error={team.error} again={() => void team.refetch()} />;
  const manages = atLeast(team.data.role, "owner") || (me.data?.is_administrator ?? false);
  return (
    <Stack gap="lg" maw={900}>
      <div>
        <Text size="sm"><Link className="link" to="/teams">{words.title}</Link></Text>
        <Group gap="sm" align="baseline">
          <Title order={1} size="h2"><Inert text={team.data.name} limit={200} /></Title>
          <Text c="dimmed">{team.data.role === null ? words.noRole : sentence(team.data.role)}</Text>
        </Group>
        {team.data.description && <Text className="written" mt="xs"><Inert text={team.data.description} /></Text>}
        {team.data.role !== null && (
          <Group mt="xs" gap="lg">
            <Link className="link" to="/projects" search={{ team: teamId }}>{words.projects}</Link>
            <Link className="link" to="/teams/$teamId/priorities" params={{ teamId }}>{priorities.title}</Link>
          </Group>
        )}
      </div>
      <Members teamId={teamId} manages={manages} />
      <Roles />
      {manages && <Settings key={teamId} team={team.data} />}
    </Stack>
  );
}

function Roles() {
  const words = teamWords().roles;
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="xs">{words.title}</Title>
      <ul className="plain-list">
        {(["viewer", "analyst", "maintainer", "owner"] as const).map((role) => <li key={role}>{words[role]}</li>)}
      </ul>
    </section>
  );
}

function Settings({ team }: { team: Team }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const words = teamWords();
  const common = commonWords();
  const [typed, setTyped] = useState({ name: team.name, description: team.description });
  const [asking, setAsking] = useState(false);
  const params = { path: { team_id: team.id } };
  const save = useMutation({
    mutationFn: () => answered(api.PATCH("/api/v1/teams/{team_id}", { params, body: typed })),
    onSuccess: () => {
      for (const key of ["team", "teams", "projects", "project"]) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE("/api/v1/teams/{team_id}", { params })),
    onSuccess: async () => {
      await navigate({ to: "/teams" });
      queries.removeQueries({ queryKey: ["team", team.id] });
      void queries.invalidateQueries();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="md">{words.settings}</Title>
      <form onSubmit={submit}>
        <Stack maw={480}>
          <TextInput label={words.name} required value={typed.name} onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })} error={faultOf(save.error, "name")} />
          <Textarea label={words.description} value={typed.description} onChange={(event) => setTyped({ ...typed, description: event.currentTarget.value })} error={faultOf(save.error, "description")} />
          {save.error && <Failure error={save.error} />}
          <Group>
            <Button type="submit" loading={save.isPending}>{common.save}</Button>
            <Text size="sm" role="status">{save.isSuccess && words.saved}</Text>
          </Group>
        </Stack>
      </form>
      <Group justify="space-between" mt="xl">
        <Text size="sm">{words.deleteWhy}</Text>
        <Button color="red.8" onClick={() => setAsking(true)}>{words.delete}</Button>
      </Group>
      {asking && (
        <Confirm title={words.delete} action={words.delete} name={team.name} pending={remove.isPending} error={remove.error} close={() => setAsking(false)} confirm={() => remove.mutate()}>
          {words.deleteWhy}
        </Confirm>
      )}
    </section>
  );
}
