import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api, ApiProblem } from "../../client/client";
import type { Me } from "../../client/schema";
import { Failure, faultOf } from "../../shared/states";
import { relative } from "../../shared/times";
import { NewPasswordField, PasswordField } from "../accounts/PasswordField";
import { profileWords } from "./messages";

export function Password({ account }: { account: Me }) {
  const words = profileWords();
  const queries = useQueryClient();
  const [current, setCurrent] = useState("");
  const [fresh, setFresh] = useState("");
  const change = useMutation({
    mutationFn: () =>
      answered(api.POST("/api/v1/auth/password/change", { body: { new_password: fresh, ...(account.has_password ? { current_password: current } : {}) } })),
    onSuccess: () => {
      setCurrent("");
      setFresh("");
      void queries.invalidateQueries({ queryKey: ["me"] });
      void queries.invalidateQueries({ queryKey: ["devices"] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  const wrong = change.error instanceof ApiProblem && change.error.type.endsWith("wrong-password");
  const fault = faultOf(change.error, "new_password");
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="sm">{words.password}</Title>
      <Text size="sm" c="dimmed" mb="sm">
        {!account.has_password ? words.noPassword : account.password_changed_at !== null && words.passwordChangedOn(relative(account.password_changed_at))}
      </Text>
      <form className="narrow" onSubmit={submit}>
        <Stack gap="sm">
          {account.has_password && <PasswordField label={words.currentPassword} value={current} change={setCurrent} error={wrong ? words.wrongPassword : undefined} />}
          <NewPasswordField label={words.newPassword} own={[account.name, account.email]} value={fresh} change={setFresh} error={fault} />
          {change.error && !wrong && fault === undefined && <Failure error={change.error} />}
          {change.isSuccess && fresh === "" && <Alert role="status" color="green">{words.passwordChanged}</Alert>}
          <Group><Button type="submit" loading={change.isPending}>{account.has_password ? words.changePassword : words.setPassword}</Button></Group>
        </Stack>
      </form>
    </section>
  );
}
