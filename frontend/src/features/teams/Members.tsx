import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { Member, Role } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { Confirm } from "../../shared/Confirm";
import { Inert } from "../../shared/Inert";
import { ROLES } from "../../shared/roles";
import { Failure, faultOf, Waiting } from "../../shared/states";
import { day, relative } from "../../shared/times";
import { useMe } from "../../shell/me";
import { teamWords } from "./messages";
import { plainText } from "../../shared/visible";

/** The members of a team and those who are invited; owners change both. */
export function Members({ teamId, manages }: { teamId: string; manages: boolean }) {
  const words = teamWords();
  const common = commonWords();
  const members = useInfiniteQuery({
    queryKey: ["members", teamId],
    queryFn: ({ pageParam }) => answered(api.GET("/api/v1/teams/{team_id}/members", { params: { path: { team_id: teamId }, query: { limit: 100, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const rows = members.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="md">{words.membersTitle}</Title>
      <Stack>
        {members.isPending && <Waiting lines={3} />}
        {members.error && <Failure error={members.error} again={() => void members.refetch()} />}
        {rows.length > 0 && (
          <div className="scroll">
            <table className="list">
              <thead><tr><th>{words.member}</th><th>{words.role}</th><th className="wide">{words.since}</th><th /></tr></thead>
              <tbody>{rows.map((member) => <Row key={member.user_id} teamId={teamId} member={member} manages={manages} />)}</tbody>
            </table>
          </div>
        )}
        {members.hasNextPage && <Button variant="default" loading={members.isFetchingNextPage} onClick={() => void members.fetchNextPage()}>{common.loadMore}</Button>}
        {manages && <Waitings teamId={teamId} />}
        {manages && <Invite teamId={teamId} />}
      </Stack>
    </section>
  );
}

function useMembersChanged(teamId: string) {
  const queries = useQueryClient();
  return async () => {
    for (const key of ["members", "team-invitations", "team"]) await queries.invalidateQueries({ queryKey: [key, teamId] });
    void queries.invalidateQueries({ queryKey: ["teams"] });
  };
}

function Row({ teamId, member, manages }: { teamId: string; member: Member; manages: boolean }) {
  const me = useMe();
  const words = teamWords();
  const changed = useMembersChanged(teamId);
  const navigate = useNavigate();
  const [removing, setRemoving] = useState(false);
  const params = { path: { team_id: teamId, user_id: member.user_id } };
  const self = me.data?.id === member.user_id;
  const change = useMutation({
    mutationFn: (role: Role) => answered(api.PATCH("/api/v1/teams/{team_id}/members/{user_id}", { params, body: { role } })),
    onSettled: changed,
  });
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE("/api/v1/teams/{team_id}/members/{user_id}", { params })),
    onSuccess: async () => {
      setRemoving(false);
      if (self) await navigate({ to: "/teams" });
      await changed();
    },
  });
  return (
    <tr>
      <td>
        <Inert text={member.name} limit={200} />
        <span className="sub"><Inert text={member.email} limit={300} />{!member.is_active && ` · ${words.inactive}`}</span>
      </td>
      <td>
        {manages ? (
          <NativeSelect
            aria-label={words.roleOf(plainText(member.name))}
            size="xs"
            value={change.isPending ? change.variables : member.role}
            onChange={(event) => change.mutate(event.currentTarget.value as Role)}
            data={ROLES.map((role) => ({ value: role, label: sentence(role) }))}
          />
        ) : (
          sentence(member.role)
        )}
        {change.error && <Failure error={change.error} />}
      </td>
      <td className="wide nowrap">{day(member.joined_at)}</td>
      <td>
        {(manages || self) && <Button size="compact-xs" variant="default" onClick={() => setRemoving(true)}>{self ? words.leave : words.remove}</Button>}
        {removing && (
          <Confirm title={self ? words.leave : words.removeTitle} action={self ? words.leave : words.remove} pending={remove.isPending} error={remove.error} close={() => setRemoving(false)} confirm={() => remove.mutate()}>
            {self ? words.leaveWhy : <Inert text={words.removeWhy(member.name)} limit={300} />}
          </Confirm>
        )}
      </td>
    </tr>
  );
}

function Waitings({ teamId }: { teamId: string }) {
  const words = teamWords();
  const changed = useMembersChanged(teamId);
  const invitations = useQuery({
    queryKey: ["team-invitations", teamId],
    queryFn: () => answered(api.GET("/api/v1/teams/{team_id}/invitations", { params: { path: { team_id: teamId } } })),
  });
  const withdraw = useMutation({
    mutationFn: (id: string) => answered(api.DELETE("/api/v1/teams/{team_id}/invitations/{invitation_id}", { params: { path: { team_id: teamId, invitation_id: id } } })),
    onSuccess: changed,
  });
  if (invitations.error) return <Failure error={invitations.error} again={() => void invitations.refetch()} />;
  if (!invitations.data?.items.length) return null;
  return (
    <div>
      <Title order={3} size="h6">{words.waiting}</Title>
      <ul className="plain-list">
        {invitations.data.items.map((one) => (
          <li key={one.id}>
            <Inert text={one.email} limit={300} /> · {sentence(one.role)} · {words.until(relative(one.expires_at))}{" "}
            <Button size="compact-xs" variant="default" loading={withdraw.isPending && withdraw.variables === one.id} onClick={() => withdraw.mutate(one.id)}>{words.withdraw}</Button>
          </li>
        ))}
      </ul>
      {withdraw.error && <Failure error={withdraw.error} />}
    </div>
  );
}

function Invite({ teamId }: { teamId: string }) {
  const words = teamWords();
  const changed = useMembersChanged(teamId);
  const [email, setEmail] = useState("");
  const [role, setRole] = useState<Role>("viewer");
  const add = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/teams/{team_id}/members", { params: { path: { team_id: teamId } }, body: { email, role } })),
    onSuccess: async () => {
      setEmail("");
      await changed();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const told = add.data?.member ? words.added(add.data.member.name) : add.data?.invitation ? words.invited(add.data.invitation.email) : "";
  return (
    <form onSubmit={submit}>
      <Title order={3} size="h6">{words.add}</Title>
      <Text size="sm" c="dimmed">{words.addWhy}</Text>
      <Group align="end" mt="xs">
        <TextInput label={words.email} type="email" required value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={faultOf(add.error, "email")} />
        <NativeSelect label={words.role} value={role} onChange={(event) => setRole(event.currentTarget.value as Role)} data={ROLES.map((one) => ({ value: one, label: sentence(one) }))} />
        <Button type="submit" loading={add.isPending}>{words.invite}</Button>
      </Group>
      <Text size="sm" mt="xs" role="status"><Inert text={told} limit={300} /></Text>
      {add.error && <Failure error={add.error} />}
    </form>
  );
}
