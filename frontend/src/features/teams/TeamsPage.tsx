import { Button, Checkbox, Group, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import { commonWords, sentence } from "../../language/common";
import { useDraft } from "../../shared/drafts";
import { Inert } from "../../shared/Inert";
import { Failure, faultOf, Nothing, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { useMe } from "../../shell/me";
import { teamWords } from "./messages";

/** One's teams, invitations to others, and for administrators every team there is. */
export function TeamsPage() {
  const me = useMe();
  const words = teamWords();
  useTitle(words.title);
  const common = commonWords();
  const [adding, setAdding] = useState(false);
  const [all, setAll] = useState(false);
  const [search, setSearch] = useState("");
  const teams = useInfiniteQuery({
    queryKey: ["teams", "page", all, search],
    queryFn: ({ pageParam, signal }) =>
      answered(api.GET("/api/v1/teams", { params: { query: { limit: 60, cursor: pageParam, all, ...(search.trim() ? { search: search.trim() } : {}) } }, signal })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
  const rows = teams.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <Stack gap="lg">
      <Group justify="space-between" align="start">
        <div>
          <Title order={1} size="h2">{words.title}</Title>
          <Text size="sm" c="dimmed">{words.what}</Text>
        </div>
        <Button variant={adding ? "default" : "filled"} onClick={() => setAdding(!adding)}>{adding ? common.close : words.newTeam}</Button>
      </Group>
      <MyInvitations />
      {adding && <NewTeam />}
      <Group role="search" align="end">
        <TextInput size="xs" type="search" label={words.search} value={search} onChange={(event) => setSearch(event.currentTarget.value)} />
        {me.data?.is_administrator && <Checkbox mb={6} label={words.everyTeam} checked={all} onChange={(event) => setAll(event.currentTarget.checked)} />}
      </Group>
      {teams.isPending && <Waiting lines={3} />}
      {teams.error && <Failure error={teams.error} again={() => void teams.refetch()} />}
      {teams.isSuccess && rows.length === 0 && <Nothing title={words.none}>{words.noneWhy}</Nothing>}
      {rows.length > 0 && (
        <div className="tiles">
          {rows.map((team) => (
            <section key={team.id} className="panel">
              <Title order={2} size="h4"><Link className="link" to="/teams/$teamId" params={{ teamId: team.id }}><Inert text={team.name} limit={200} /></Link></Title>
              <Text size="sm" c="dimmed">{team.role === null ? words.noRole : sentence(team.role)} · {words.members(team.member_count)}</Text>
              {team.description && <Text size="sm" mt="xs"><Inert text={team.description} limit={200} /></Text>}
            </section>
          ))}
        </div>
      )}
      {teams.hasNextPage && <Button variant="default" loading={teams.isFetchingNextPage} onClick={() => void teams.fetchNextPage()}>{common.loadMore}</Button>}
    </Stack>
  );
}

function MyInvitations() {
  const queries = useQueryClient();
  const words = teamWords();
  const invitations = useQuery({ queryKey: ["invitations"], queryFn: () => answered(api.GET("/api/v1/invitations")) });
  const answer = useMutation({
    mutationFn: ({ id, join }: { id: string; join: boolean }) => {
      const params = { path: { invitation_id: id } };
      return answered<unknown>(join ? api.POST("/api/v1/invitations/{invitation_id}/accept", { params }) : api.POST("/api/v1/invitations/{invitation_id}/decline", { params }));
    },
    onSuccess: () => queries.invalidateQueries(),
  });
  if (invitations.error) return <Failure error={invitations.error} again={() => void invitations.refetch()} />;
  if (!invitations.data?.items.length) return null;
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="sm">{words.invitations}</Title>
      {invitations.data.items.map((one) => (
        <Group key={one.id} justify="space-between">
          <div>
            <strong><Inert text={one.team_name} limit={200} /></strong>
            <Text size="sm"><Inert text={words.invitedBy(one.invited_by ?? "–", sentence(one.role))} limit={300} /></Text>
          </div>
          <Group gap="xs">
            <Button size="xs" loading={answer.isPending} onClick={() => answer.mutate({ id: one.id, join: true })}>{words.join}</Button>
            <Button size="xs" variant="default" loading={answer.isPending} onClick={() => answer.mutate({ id: one.id, join: false })}>{words.decline}</Button>
          </Group>
        </Group>
      ))}
      {answer.error && <Failure error={answer.error} />}
    </section>
  );
}

const EMPTY = { name: "", description: "" };

function NewTeam() {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const words = teamWords();
  const [typed, setTyped, forget] = useDraft("new-team", EMPTY);
  const create = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/teams", { body: typed })),
    onSuccess: (team) => {
      forget();
      void queries.invalidateQueries({ queryKey: ["teams"] });
      void navigate({ to: "/teams/$teamId", params: { teamId: team.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit} className="panel">
      <Stack maw={480}>
        <TextInput label={words.name} required value={typed.name} onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })} error={faultOf(create.error, "name")} />
        <Textarea label={words.description} value={typed.description} onChange={(event) => setTyped({ ...typed, description: event.currentTarget.value })} error={faultOf(create.error, "description")} />
        {create.error && <Failure error={create.error} />}
        <Group><Button type="submit" loading={create.isPending}>{words.create}</Button></Group>
      </Stack>
    </form>
  );
}
