import { Button, PasswordInput, Stack, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { Link, useLocation } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import { Failure, faultOf } from "../../shared/states";
import { Entrance } from "./Entrance";

/** The page behind the link of a forgotten password. */
export function ResetPage() {
  const { hash } = useLocation();
  const [token] = useState(hash);
  const [password, setPassword] = useState("");
  const reset = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/auth/password/reset", { body: { token, new_password: password } })),
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    reset.mutate();
  };
  return (
    <Entrance title="A new password">
      {reset.isSuccess ? (
        <Text role="status">Your password is changed. <Link className="link" to="/sign-in">Log in with it</Link></Text>
      ) : (
        <form onSubmit={submit}>
          <Stack>
            <PasswordInput label="New password" autoComplete="new-password" required autoFocus value={password} onChange={(event) => setPassword(event.currentTarget.value)} error={faultOf(reset.error, "new_password")} />
            {reset.error && <Failure error={reset.error} />}
            <Button type="submit" loading={reset.isPending} disabled={token === ""}>Change the password</Button>
          </Stack>
        </form>
      )}
    </Entrance>
  );
}
