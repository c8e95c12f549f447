import { Alert, Button, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { SecondFactorNeeded, Tokens } from "../../client/schema";
import { enter, expectLogin, useSession } from "../../session/session";
import { Failure } from "../../shared/states";
import { Entrance } from "./Entrance";

const PROBLEMS: Record<string, string> = {
  expired: "Your session has ended. Log in to go on where you were.",
  "single-sign-on-failed": "The single sign-on did not work. Try again, or log in by password.",
};

/** Only addresses of this interface: never another site, however the link was made. */
function safeBack(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])/.test(back) ? back : "/";
}

export function LoginPage() {
  const { back, problem } = useSearch({ from: "/sign-in" });
  const session = useSession();
  const [second, setSecond] = useState<SecondFactorNeeded | null>(null);
  const router = useRouter();
  useEffect(() => {
    if (session.state === "in") router.history.replace(safeBack(back));
  }, [router, session.state, back]);
  return (
    <Entrance title={second ? "One more step" : "Log in"}>
      {problem && !second && <Alert color="cyan" mb="md">{PROBLEMS[problem] ?? "Log in to go on."}</Alert>}
      {second ? <CodeForm needed={second} restart={() => setSecond(null)} /> : <PasswordForm needSecond={setSecond} back={safeBack(back)} />}
    </Entrance>
  );
}

function PasswordForm({ needSecond, back }: { needSecond: (needed: SecondFactorNeeded) => void; back: string }) {
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const options = useQuery({ queryKey: ["sign-in-options"], queryFn: () => answered(api.GET("/api/v1/auth/options")) });
  const login = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/auth/login", { body: { email, password, remember: "cookie" } })),
    onSuccess: (answer: Tokens | SecondFactorNeeded) => ("access_token" in answer ? enter(answer.access_token) : needSecond(answer)),
  });
  const elsewhere = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/auth/single-sign-on", { body: { return_to: back } })),
    onSuccess: ({ authorization_url }) => {
      expectLogin();
      window.location.assign(authorization_url);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        {options.data?.setup_needed && (
          <Alert color="cyan">Nobody can log in yet: open the set-up link that the platform wrote to its output when it started.</Alert>
        )}
        <TextInput label="E-mail" type="email" autoComplete="username" required autoFocus value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <PasswordInput label="Password" autoComplete="current-password" required value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        {login.error && <Failure error={login.error} />}
        <Button type="submit" loading={login.isPending} fullWidth>Log in</Button>
        {options.data?.single_sign_on && (
          <Button variant="default" fullWidth loading={elsewhere.isPending} onClick={() => elsewhere.mutate()}>
            Continue with {options.data.single_sign_on}
          </Button>
        )}
        {elsewhere.error && <Failure error={elsewhere.error} />}
        <ForgottenPassword email={email} />
      </Stack>
    </form>
  );
}

function ForgottenPassword({ email }: { email: string }) {
  const [hint, setHint] = useState(false);
  const ask = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/auth/password/forgot", { body: { email } })),
  });
  if (ask.data) return <Text size="sm" role="status">{ask.data.detail}</Text>;
  return (
    <>
      {ask.error && <Failure error={ask.error} />}
      {hint && <Text size="sm" role="status">Fill in your e-mail first; a link is then sent to it.</Text>}
      <Button variant="subtle" size="compact-sm" loading={ask.isPending} onClick={() => (email.includes("@") ? ask.mutate() : setHint(true))}>
        Forgotten your password?
      </Button>
    </>
  );
}

function CodeForm({ needed, restart }: { needed: SecondFactorNeeded; restart: () => void }) {
  const [code, setCode] = useState("");
  const login = useMutation({
    mutationFn: () =>
      answered(api.POST("/api/v1/auth/login/second-factor", { body: { token: needed.token, code: code.trim(), remember: "cookie" } })),
    onSuccess: (tokens) => enter(tokens.access_token),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label="Code"
          description={`The six digits of your authenticator${needed.recovery_codes ? ", or one of your recovery codes" : ""}.`}
          autoComplete="one-time-code"
          required
          autoFocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {login.error && <Failure error={login.error} />}
        <Button type="submit" loading={login.isPending} fullWidth>Go on</Button>
        <Button variant="subtle" size="compact-sm" onClick={restart}>Begin again</Button>
      </Stack>
    </form>
  );
}
