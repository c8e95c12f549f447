import { Button, Stack, Text, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import { faultOf, Waiting } from "../../shared/states";
import { Entrance } from "./Entrance";
import { LinkGone } from "./LinkGone";
import { useLink } from "./LinkPage";
import { accountWords } from "./messages";
import { NewPasswordField } from "./PasswordField";

/** The page behind the link of a forgotten password. */
export function ResetPage() {
  const words = accountWords();
  const { token, link } = useLink();
  const [password, setPassword] = useState("");
  const reset = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/auth/password/reset", { body: { token, new_password: password } })),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate();
  };
  const email = link.data?.email ?? "";
  return (
    <Entrance title={words.resetTitle}>
      {token === "" && <Text>{words.incompleteLink}</Text>}
      {token !== "" && link.isPending && <Waiting lines={3} />}
      {link.error && <LinkGone error={link.error} kind="reset" />}
      {reset.isSuccess && (
        <Text role="status">{words.passwordChanged} <Link className="link" to="/sign-in">{words.logInWithIt}</Link></Text>
      )}
      {link.data && !reset.isSuccess && (
        <form onSubmit={submit}>
          <Stack>
            <TextInput label={words.email} autoComplete="username" readOnly value={email} />
            <NewPasswordField label={words.newPassword} own={[email]} autoFocus value={password} change={setPassword} error={faultOf(reset.error, "new_password")} />
            {reset.error && <LinkGone error={reset.error} kind="reset" />}
            <Button type="submit" loading={reset.isPending}>{words.changePassword}</Button>
          </Stack>
        </form>
      )}
    </Entrance>
  );
}
