import { Alert, Button, Checkbox, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api, idempotencyKey } from "../../client/client";
import { Copy } from "../../shared/Copy";
import { Inert } from "../../shared/Inert";
import { commonWords } from "../../language/common";
import { Failure, faultOf } from "../../shared/states";
import { day } from "../../shared/times";
import { administrationWords } from "./messages";

/** Inviting people to make an account, and the invitations that wait. */
export function Invite() {
  const words = administrationWords();
  const [adding, setAdding] = useState(false);
  return (
    <>
      {adding ? <InviteForm close={() => setAdding(false)} /> : <Group mb="md"><Button onClick={() => setAdding(true)}>{words.invite}</Button></Group>}
      <Waiting />
    </>
  );
}

function InviteForm({ close }: { close: () => void }) {
  const words = administrationWords();
  const common = commonWords();
  const queries = useQueryClient();
  const [email, setEmail] = useState("");
  const [administrator, setAdministrator] = useState(false);
  const invite = useMutation({
    mutationFn: () =>
      answered(api.POST("/api/v1/users/invitations", { params: { header: { "Idempotency-Key": idempotencyKey() } }, body: { email: email.trim(), is_administrator: administrator } })),
    onSuccess: () => {
      setEmail("");
      setAdministrator(false);
      void queries.invalidateQueries({ queryKey: ["platform-invitations"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    invite.mutate();
  };
  return (
    <form className="panel invite" onSubmit={submit}>
      <Stack gap="sm">
        <Title order={2} size="h4">{words.invite}</Title>
        <Text size="sm">{words.inviteWhy}</Text>
        <TextInput label={words.email} type="email" required autoFocus autoComplete="off" maw={420} value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={faultOf(invite.error, "email")} />
        <Checkbox label={words.asAdministrator} checked={administrator} onChange={(event) => setAdministrator(event.currentTarget.checked)} />
        {invite.error && <Failure error={invite.error} />}
        {invite.data && (
          <Alert role="status" color="green">
            <Text size="sm" mb="xs"><Inert text={words.invited(invite.data.email)} limit={600} /></Text>
            <code className="secret">{invite.data.link}</code>
            <Group mt="xs"><Copy value={invite.data.link} /></Group>
          </Alert>
        )}
        <Group gap="xs">
          <Button type="submit" loading={invite.isPending}>{words.sendInvitation}</Button>
          <Button variant="default" onClick={close}>{common.close}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function Waiting() {
  const words = administrationWords();
  const queries = useQueryClient();
  const invitations = useQuery({ queryKey: ["platform-invitations"], queryFn: () => answered(api.GET("/api/v1/users/invitations")) });
  const revoke = useMutation({
    mutationFn: (id: string) => answered(api.DELETE("/api/v1/users/invitations/{invitation_id}", { params: { path: { invitation_id: id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["platform-invitations"] }),
  });
  const items = invitations.data?.items ?? [];
  if (invitations.error) return <Failure error={invitations.error} again={() => void invitations.refetch()} />;
  if (items.length === 0) return null;
  return (
    <section className="panel invite">
      <Title order={2} size="h4">{words.invitations}</Title>
      {revoke.error && <Failure error={revoke.error} />}
      <ul className="entries">
        {items.map((invitation) => (
          <li key={invitation.id}>
            <div className="grows">
              <Inert text={invitation.email} limit={254} /> {invitation.is_administrator && <span className="state running">{words.administrator}</span>}
              <span className="sub">{words.openUntil(day(invitation.expires_at))}</span>
            </div>
            <Button size="xs" variant="default" aria-label={words.takeBackOf(invitation.email)} loading={revoke.isPending && revoke.variables === invitation.id} onClick={() => revoke.mutate(invitation.id)}>{words.takeBack}</Button>
          </li>
        ))}
      </ul>
    </section>
  );
}
