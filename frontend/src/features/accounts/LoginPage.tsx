import { Alert, Button, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useRouter, useSearch } from "@tanstack/react-router";
import { useEffect, useState, type FormEvent } from "react";
import { answered, api, ApiProblem } from "../../client/client";
import type { SecondFactorNeeded, Tokens } from "../../client/schema";
import { enter, expectLogin, useSession } from "../../session/session";
import { Failure } from "../../shared/states";
import { Entrance } from "./Entrance";
import { accountWords } from "./messages";
import { PasskeyLogin } from "./PasskeyLogin";
import { PasswordField, useSignInOptions } from "./PasswordField";
import { SecondFactorForm } from "./SecondFactorForm";

/** Only addresses of this interface: never another site, however the link was made. */
function safeBack(back: string | undefined): string {
  return back !== undefined && /^\/(?![/\\])/.test(back) ? back : "/";
}

export function LoginPage() {
  const { back, problem } = useSearch({ from: "/sign-in" });
  const session = useSession();
  const words = accountWords();
  const [second, setSecond] = useState<SecondFactorNeeded | null>(null);
  const router = useRouter();
  useEffect(() => {
    if (session.state === "in") router.history.replace(safeBack(back));
  }, [router, session.state, back]);
  const problems: Readonly<Record<string, string>> = words.problems;
  return (
    <Entrance title={second ? words.oneMoreStep : words.logIn}>
      {problem && !second && (
        <Alert color="cyan" mb="md">{(Object.hasOwn(problems, problem) ? problems[problem] : undefined) ?? words.loggedInAlready}</Alert>
      )}
      {second ? <SecondFactorForm needed={second} restart={() => setSecond(null)} /> : <PasswordForm needSecond={setSecond} back={safeBack(back)} />}
    </Entrance>
  );
}

function PasswordForm({ needSecond, back }: { needSecond: (needed: SecondFactorNeeded) => void; back: string }) {
  const words = accountWords();
  const [email, setEmail] = useState("");
  const [password, setPassword] = useState("");
  const options = useSignInOptions();
  const login = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/auth/login", { body: { email: email.trim(), password, remember: "cookie" } })),
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
  // An address that cannot be one is told like one that nobody has.
  const wrong = login.error instanceof ApiProblem && [401, 422].includes(login.error.status);
  return (
    <form onSubmit={submit}>
      <Stack>
        {options.data?.setup_needed && <Alert color="cyan">{words.setupNeeded}</Alert>}
        <TextInput label={words.email} type="email" autoComplete="username webauthn" required autoFocus value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
        <PasswordField label={words.password} value={password} change={setPassword} />
        {login.error && (wrong ? <Alert role="alert" color="red">{words.wrongLogin}</Alert> : <Failure error={login.error} />)}
        <Button type="submit" loading={login.isPending} fullWidth>{words.logIn}</Button>
        <Link className="link" to="/forgotten-password" search={{ email: email || undefined }}>{words.forgotten}</Link>
        {(options.data?.passkeys || options.data?.single_sign_on) && <hr className="or" />}
        {options.data?.passkeys && <PasskeyLogin />}
        {options.data?.single_sign_on && (
          <Button variant="default" fullWidth loading={elsewhere.isPending} onClick={() => elsewhere.mutate()}>
            {words.continueWith(options.data.single_sign_on)}
          </Button>
        )}
        {elsewhere.error && <Failure error={elsewhere.error} />}
        {options.data && !options.data.setup_needed && <NewHere registration={options.data.registration} />}
      </Stack>
    </form>
  );
}

function NewHere({ registration }: { registration: "open" | "invitation" | "closed" }) {
  const words = accountWords();
  if (registration !== "open") return <Text size="sm" c="dimmed">{registration === "invitation" ? words.byInvitation : words.closed}</Text>;
  return <Text size="sm">{words.noAccount} <Link className="link" to="/register">{words.makeOne}</Link></Text>;
}
