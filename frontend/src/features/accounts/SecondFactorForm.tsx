import { Alert, Button, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api, ApiProblem } from "../../client/client";
import type { SecondFactorNeeded } from "../../client/schema";
import { enter } from "../../session/session";
import { Failure } from "../../shared/states";
import { accountWords } from "./messages";

/** The code that is asked for after the password. */
export function SecondFactorForm({ needed, restart }: { needed: SecondFactorNeeded; restart: () => void }) {
  const words = accountWords();
  const [code, setCode] = useState("");
  const [recovery, setRecovery] = useState(false);
  const login = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/auth/login/second-factor", { body: { token: needed.token, code: code.trim(), remember: "cookie" } })),
    onSuccess: (tokens) => enter(tokens.access_token),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate();
  };
  const turn = () => {
    setRecovery(!recovery);
    setCode("");
    login.reset();
  };
  const wrong = login.error instanceof ApiProblem && [401, 422].includes(login.error.status);
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          key={String(recovery)}
          label={recovery ? words.recoveryCode : words.code}
          description={recovery ? words.recoveryHint : words.codeHint}
          autoComplete={recovery ? "off" : "one-time-code"}
          inputMode={recovery ? "text" : "numeric"}
          required
          autoFocus
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
        />
        {login.error && (wrong ? <Alert role="alert" color="red">{words.wrongCode}</Alert> : <Failure error={login.error} />)}
        <Button type="submit" loading={login.isPending} fullWidth>{words.goOn}</Button>
        {needed.recovery_codes && (
          <Button variant="subtle" size="compact-sm" onClick={turn}>{recovery ? words.useAuthenticator : words.useRecovery}</Button>
        )}
        <Button variant="subtle" size="compact-sm" onClick={restart}>{words.beginAgain}</Button>
      </Stack>
    </form>
  );
}
