import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api, ApiProblem } from "../../client/client";
import type { LinkDescription } from "../../client/schema";
import { enter } from "../../session/session";
import { Inert } from "../../shared/Inert";
import { Failure, faultOf } from "../../shared/states";
import { moment } from "../../shared/times";
import { LinkGone } from "./LinkGone";
import { accountWords } from "./messages";
import { NewPasswordField } from "./PasswordField";

/** The rest of a new account, for whoever holds its link. */
export function AccountForm({ token, link }: { token: string; link: LinkDescription }) {
  const words = accountWords();
  const navigate = useNavigate();
  const [name, setName] = useState("");
  const [email, setEmail] = useState(link.email ?? "");
  const [password, setPassword] = useState("");
  const home = () => void navigate({ to: "/", replace: true });
  const create = useMutation({
    mutationFn: async () => {
      const body = { token, name, password, remember: "cookie" as const, ...(link.email === null ? { email: email.trim() } : {}) };
      enter((await answered(api.POST("/api/v1/auth/register/complete", { body }))).access_token);
      if (link.purpose !== "invite") return;
      // An invitation may also be one into a team, which the account joins; one that was for the platform only is used up by now.
      await answered(api.POST("/api/v1/invitations/accept", { body: { token } })).catch((error: unknown) => {
        if (!(error instanceof ApiProblem && error.status === 404)) throw new JoinFailed(error);
      });
    },
    onSuccess: home,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  if (create.error instanceof JoinFailed) {
    return (
      <Stack>
        <Text>{words.joinFailed}</Text>
        <Failure error={create.error.cause} />
        <Button onClick={home}>{words.toHome}</Button>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          {link.email !== null && <><Inert text={words.forAddress(link.email)} /> </>}{words.linkUntil(moment(link.expires_at))}
        </Text>
        <TextInput label={words.name} autoComplete="name" required autoFocus maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} error={faultOf(create.error, "name")} />
        <TextInput
          label={words.email}
          type="email"
          autoComplete="username"
          required
          readOnly={link.email !== null}
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          error={faultOf(create.error, "email")}
        />
        <NewPasswordField label={words.password} own={[name, email]} value={password} change={setPassword} error={faultOf(create.error, "password")} />
        {create.error && <LinkGone error={create.error} kind={link.purpose === "setup" ? "setup" : "invitation"} />}
        <Button type="submit" loading={create.isPending} fullWidth>{words.createAccount}</Button>
      </Stack>
    </form>
  );
}

class JoinFailed extends Error {
  constructor(override readonly cause: unknown) {
    super("The account is made, and the team was not joined.");
  }
}
