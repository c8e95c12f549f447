import { Button, Group, Modal, PasswordInput, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api } from "../client/client";
import type { Me, SecondFactorNeeded, Tokens } from "../client/schema";
import { enter, leave } from "../session/session";
import { forgetDrafts } from "../shared/drafts";
import { Failure } from "../shared/states";
import { shellWords } from "./messages";

/** Logs in again over the page, which stays as it is: requests that met the end of the session go on afterwards. */
export function SessionDialog() {
  const queries = useQueryClient();
  const words = shellWords().expired;
  const me = queries.getQueryData<Me>(["me"]);
  const [email, setEmail] = useState(me?.email ?? "");
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [needed, setNeeded] = useState<SecondFactorNeeded | null>(null);
  const goOn = (tokens: Tokens) => {
    if (me !== undefined && email !== me.email) {
      // Somebody else: nothing of what the one before read or typed may be theirs.
      forgetDrafts();
      queries.clear();
      window.location.assign("/");
    }
    enter(tokens.access_token);
    void queries.invalidateQueries();
  };
  const login = useMutation({
    mutationFn: (): Promise<Tokens | SecondFactorNeeded> =>
      needed === null
        ? answered(api.POST("/api/v1/auth/login", { body: { email, password, remember: "cookie" } }))
        : answered(api.POST("/api/v1/auth/login/second-factor", { body: { token: needed.token, code: code.trim(), remember: "cookie" } })),
    onSuccess: (answer) => ("access_token" in answer ? goOn(answer) : setNeeded(answer)),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    login.mutate();
  };
  return (
    <Modal opened onClose={() => undefined} withCloseButton={false} closeOnEscape={false} closeOnClickOutside={false} lockScroll={false} title={words.title} transitionProps={{ duration: 0 }}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{words.why}</Text>
          {needed === null ? (
            <>
              <TextInput label={words.email} type="email" autoComplete="username" required value={email} onChange={(event) => setEmail(event.currentTarget.value)} />
              <PasswordInput label={words.password} autoComplete="current-password" required data-autofocus value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
            </>
          ) : (
            <TextInput label={words.code} autoComplete="one-time-code" required autoFocus value={code} onChange={(event) => setCode(event.currentTarget.value)} />
          )}
          {login.error && <Failure error={login.error} />}
          <Group justify="space-between">
            <Button type="submit" loading={login.isPending}>{words.enter}</Button>
            <Button variant="subtle" size="compact-sm" title={words.otherWayWhy} onClick={() => leave()}>{words.otherWay}</Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
