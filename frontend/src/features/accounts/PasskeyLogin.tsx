import { Alert, Button } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { answered, api, ApiProblem } from "../../client/client";
import { enter } from "../../session/session";
import { Failure } from "../../shared/states";
import { accountWords } from "./messages";
import { askPasskey, passkeysWork } from "./webauthn";

/** Logs in by a passkey; whose it is, the authenticator says. */
export function PasskeyLogin() {
  const words = accountWords();
  const login = useMutation({
    mutationFn: async () => {
      const { token, options } = await answered(api.POST("/api/v1/auth/passkeys/login/begin"));
      const credential = await askPasskey(options);
      if (credential === null) return null;
      return answered(api.POST("/api/v1/auth/passkeys/login", { body: { token, credential, remember: "cookie" } }));
    },
    onSuccess: (tokens) => tokens !== null && enter(tokens.access_token),
  });
  if (!passkeysWork()) return null;
  const refused = login.error instanceof ApiProblem && login.error.status === 401;
  const elsewhere = login.error instanceof DOMException;
  return (
    <>
      <Button variant="default" fullWidth loading={login.isPending} onClick={() => login.mutate()}>{words.withPasskey}</Button>
      {login.data === null && !login.isPending && <Alert role="alert" color="yellow">{words.passkeyGivenUp}</Alert>}
      {(refused || elsewhere) && <Alert role="alert" color="red">{refused ? words.passkeyRefused : words.passkeyElsewhere}</Alert>}
      {login.error && !refused && !elsewhere && <Failure error={login.error} />}
    </>
  );
}
