import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { Me } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Inert } from "../../shared/Inert";
import { Failure, faultOf } from "../../shared/states";
import { day } from "../../shared/times";
import { profileWords } from "./messages";
import { PasswordDialog } from "./PasswordDialog";

/** Who one is to others, and where mails go. */
export function Identity({ account }: { account: Me }) {
  const words = profileWords();
  return (
    <>
      <section className="panel">
        <Title order={2} size="h4" mb="sm">{words.profile}</Title>
        <Naming account={account} />
        <Text size="sm" c="dimmed" mt="sm">{words.memberSince(day(account.created_at))} {account.is_administrator && words.administrator}</Text>
      </section>
      <section className="panel">
        <Title order={2} size="h4" mb="sm">{words.email}</Title>
        <Address account={account} />
      </section>
    </>
  );
}

function Naming({ account }: { account: Me }) {
  const words = profileWords();
  const common = commonWords();
  const queries = useQueryClient();
  const [name, setName] = useState(account.name);
  const change = useMutation({
    mutationFn: () => answered(api.PATCH("/api/v1/auth/me", { body: { name } })),
    onSuccess: (me) => queries.setQueryData(["me"], me),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form className="narrow" onSubmit={submit}>
      <Stack gap="sm">
        <TextInput label={words.name} autoComplete="name" required maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} error={faultOf(change.error, "name")} />
        {change.error && <Failure error={change.error} />}
        <Group>
          <Button type="submit" loading={change.isPending} disabled={name.trim() === "" || name === account.name}>{common.save}</Button>
          <Text size="sm" role="status">{change.isSuccess && name === account.name && words.nameChanged}</Text>
        </Group>
      </Stack>
    </form>
  );
}

function Address({ account }: { account: Me }) {
  const words = profileWords();
  const [email, setEmail] = useState("");
  const [asking, setAsking] = useState(false);
  const change = useMutation({
    mutationFn: (password: string | undefined) => answered(api.POST("/api/v1/auth/email/change", { body: { email: email.trim(), password } })),
    onSuccess: () => setAsking(false),
  });
  const again = useMutation({ mutationFn: () => answered(api.POST("/api/v1/auth/email/send-verification")) });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.reset();
    setAsking(true);
  };
  return (
    <Stack gap="sm">
      <Text size="sm">
        <Inert text={words.emailNow(account.email)} />{" "}
        {account.email_verified_at === null ? words.emailUnverified : words.emailVerified(day(account.email_verified_at))}
      </Text>
      {account.email_verified_at === null && (
        <Group>
          <Button variant="default" size="xs" loading={again.isPending} disabled={again.isSuccess} onClick={() => again.mutate()}>{words.sendVerification}</Button>
          <Text size="sm" role="status">{again.isSuccess && words.verificationSent}</Text>
        </Group>
      )}
      {again.error && <Failure error={again.error} />}
      <form className="narrow" onSubmit={submit}>
        <Stack gap="sm">
          <TextInput label={words.newEmail} type="email" autoComplete="email" required value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={faultOf(change.error, "email")} />
          <Group><Button type="submit" variant="default">{words.changeEmail}</Button></Group>
        </Stack>
      </form>
      <Text size="sm" role="status">{change.isSuccess && <Inert text={words.emailSent(email.trim())} />}</Text>
      <PasswordDialog title={words.changeEmail} opened={asking} close={() => setAsking(false)} running={change} run={(password) => change.mutate(password)}>
        <Text size="sm"><Inert text={email} /></Text>
      </PasswordDialog>
    </Stack>
  );
}
