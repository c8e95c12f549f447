import { Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useLocation, useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { LinkDescription } from "../../client/schema";
import { enter, useSession } from "../../session/session";
import { Failure, faultOf, Waiting } from "../../shared/states";
import { moment } from "../../shared/times";
import { Entrance } from "./Entrance";

/** The page behind a set-up link or an invitation: its token stands behind the #, which no server sees. */
export function LinkPage() {
  const { hash } = useLocation();
  const [token] = useState(hash);
  const link = useQuery({
    queryKey: ["link", token],
    queryFn: () => answered(api.POST("/api/v1/auth/links/describe", { body: { token } })),
    enabled: token !== "",
    retry: false,
    staleTime: Infinity,
  });
  const title = link.data?.purpose === "setup" ? "Make the first administrator" : "Your invitation";
  return (
    <Entrance title={title}>
      {token === "" && <Text>This address lacks the part behind the #. Copy the whole link.</Text>}
      {token !== "" && link.isPending && <Waiting lines={3} />}
      {link.error && <Failure error={link.error} />}
      {link.data && <AccountForm token={token} link={link.data} />}
    </Entrance>
  );
}

function AccountForm({ token, link }: { token: string; link: LinkDescription }) {
  const navigate = useNavigate();
  const session = useSession();
  const [name, setName] = useState("");
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const options = useQuery({ queryKey: ["sign-in-options"], queryFn: () => answered(api.GET("/api/v1/auth/options")) });
  // An invitation may also be one into a team; then the account joins it, and the API refuses otherwise.
  const join = () => (link.purpose === "invite" ? api.POST("/api/v1/invitations/accept", { body: { token } }) : Promise.resolve(null));
  const done = () => void navigate({ to: "/", replace: true });
  const create = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/v1/auth/register/complete", {
          body: { token, name, password, remember: "cookie", ...(link.email === null ? { email } : {}) },
        }),
      ),
    onSuccess: async (tokens) => {
      enter(tokens.access_token);
      await join();
      done();
    },
  });
  const accept = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/invitations/accept", { body: { token } })),
    onSuccess: done,
  });
  if (session.state === "in" && link.purpose === "invite") {
    return (
      <Stack>
        <Text>You are logged in. Join the team with this account?</Text>
        {accept.error && <Failure error={accept.error} />}
        <Button loading={accept.isPending} onClick={() => accept.mutate()}>Join</Button>
      </Stack>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <Text size="sm" c="dimmed">
          {link.email !== null && <>For {link.email}. </>}The link works once, until {moment(link.expires_at)}.
        </Text>
        <TextInput label="Your name" autoComplete="name" required autoFocus value={name} onChange={(event) => setName(event.currentTarget.value)} error={faultOf(create.error, "name")} />
        {link.email === null && (
          <TextInput label="E-mail" type="email" autoComplete="username" required value={email} onChange={(event) => setEmail(event.currentTarget.value)} error={faultOf(create.error, "email")} />
        )}
        <PasswordInput
          label="Password"
          description={options.data ? `At least ${options.data.shortest_password} characters; a few words are good.` : undefined}
          autoComplete="new-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          error={faultOf(create.error, "password")}
        />
        {create.error && <Failure error={create.error} />}
        <Button type="submit" loading={create.isPending} fullWidth>Create the account</Button>
      </Stack>
    </form>
  );
}
