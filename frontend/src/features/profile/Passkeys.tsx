import { Alert, Button, Group, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { Passkey } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Inert } from "../../shared/Inert";
import { Failure, faultOf, Waiting } from "../../shared/states";
import { relative } from "../../shared/times";
import { plainText } from "../../shared/visible";
import { useSignInOptions } from "../accounts/PasswordField";
import { makePasskey, passkeysWork } from "../accounts/webauthn";
import { deviceOf } from "./device";
import { profileWords } from "./messages";
import { PasswordDialog } from "./PasswordDialog";
import { SureDialog } from "./SureDialog";

const PATH = "/api/v1/auth/passkeys/{passkey_id}";

/** The passkeys one may log in with. */
export function Passkeys() {
  const words = profileWords();
  const options = useSignInOptions();
  const passkeys = useQuery({ queryKey: ["passkeys"], queryFn: () => answered(api.GET("/api/v1/auth/passkeys")) });
  const items = passkeys.data?.items ?? [];
  const possible = passkeysWork() && options.data?.passkeys === true;
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="sm">{words.passkeys}</Title>
      <Text size="sm">{words.passkeysWhy}</Text>
      {passkeys.isPending && <Waiting lines={1} />}
      {passkeys.error && <Failure error={passkeys.error} again={() => void passkeys.refetch()} />}
      {passkeys.isSuccess && items.length === 0 && <Text size="sm" c="dimmed" my="xs">{words.noPasskeys}</Text>}
      <ul className="entries">{items.map((passkey) => <PasskeyEntry key={passkey.id} passkey={passkey} />)}</ul>
      {options.isSuccess && (possible ? <Adding /> : <Text size="sm" c="dimmed">{words.passkeysElsewhere}</Text>)}
    </section>
  );
}

function Adding() {
  const words = profileWords();
  const queries = useQueryClient();
  const [asking, setAsking] = useState(false);
  const [name, setName] = useState("");
  const add = useMutation({
    mutationFn: async (password: string | undefined) => {
      const { token, options } = await answered(api.POST("/api/v1/auth/passkeys/registration", { body: { password } }));
      const credential = await makePasskey(options).catch((error: unknown) => {
        if (error instanceof DOMException) return null; // such as that this authenticator has one already
        throw error;
      });
      return credential && answered(api.POST("/api/v1/auth/passkeys", { body: { token, name: name.trim(), credential } }));
    },
    onSuccess: () => {
      setAsking(false);
      void queries.invalidateQueries({ queryKey: ["passkeys"] });
      void queries.invalidateQueries({ queryKey: ["me"] });
    },
  });
  const ask = () => {
    add.reset();
    setName(deviceOf(navigator.userAgent)?.system ?? "");
    setAsking(true);
  };
  return (
    <>
      <Group mt="xs"><Button onClick={ask}>{words.addPasskey}</Button></Group>
      {add.data === null && !add.isPending && <Alert role="alert" color="yellow" mt="sm">{words.passkeyGivenUp}</Alert>}
      <PasswordDialog title={words.addPasskey} opened={asking} close={() => setAsking(false)} running={add} run={(password) => add.mutate(password)} ready={name.trim() !== ""}>
        <TextInput label={words.passkeyName} description={words.passkeyNameWhy} required maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} error={faultOf(add.error, "name")} />
      </PasswordDialog>
    </>
  );
}

function PasskeyEntry({ passkey }: { passkey: Passkey }) {
  const words = profileWords();
  const common = commonWords();
  const queries = useQueryClient();
  const [renaming, setRenaming] = useState(false);
  const [removing, setRemoving] = useState(false);
  const [name, setName] = useState(passkey.name);
  const at = { params: { path: { passkey_id: passkey.id } } };
  const news = () => {
    setRenaming(false);
    setRemoving(false);
    void queries.invalidateQueries({ queryKey: ["passkeys"] });
    void queries.invalidateQueries({ queryKey: ["me"] });
  };
  const rename = useMutation({ mutationFn: () => answered(api.PATCH(PATH, { ...at, body: { name: name.trim() } })), onSuccess: news });
  const remove = useMutation({ mutationFn: () => answered(api.DELETE(PATH, at)), onSuccess: news });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    rename.mutate();
  };
  const used = passkey.last_used_at === null ? words.neverUsed : words.lastUsed(relative(passkey.last_used_at));
  return (
    <li>
      {renaming ? (
        <form className="grows" onSubmit={submit}>
          <Group gap="xs" align="end">
            <TextInput label={words.passkeyName} required autoFocus maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} error={faultOf(rename.error, "name")} />
            <Button type="submit" loading={rename.isPending}>{common.save}</Button>
            <Button variant="default" onClick={() => setRenaming(false)}>{common.cancel}</Button>
          </Group>
          {rename.error && <Failure error={rename.error} />}
        </form>
      ) : (
        <>
          <div className="grows">
            <strong><Inert text={passkey.name} limit={200} /></strong>
            <span className="sub">{words.made(relative(passkey.created_at))} {used}</span>
          </div>
          <Group gap="xs">
            <Button size="xs" variant="default" aria-label={words.renamePasskey(plainText(passkey.name))} onClick={() => setRenaming(true)}>{words.rename}</Button>
            <Button size="xs" variant="default" aria-label={words.removePasskey(plainText(passkey.name))} onClick={() => setRemoving(true)}>{common.remove}</Button>
          </Group>
        </>
      )}
      <SureDialog title={words.passkeys} question={words.removeSure(passkey.name)} opened={removing} close={() => setRemoving(false)} action={common.remove} running={remove} run={() => remove.mutate()} />
    </li>
  );
}
