import { Button, Group, NativeSelect, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { ActorRole } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Failure, faultOf } from "../../shared/states";
import { apiWords } from "./messages";

const EMPTY = { name: "", username: "", password: "", header: "Authorization", value: "" };

/** Somebody as whom the API is asked: by name and password, or by a header. */
export function ActorForm({ targetId, done }: { targetId: string; done: () => void }) {
  const words = apiWords();
  const common = commonWords();
  const queries = useQueryClient();
  const [typed, setTyped] = useState(EMPTY);
  const [role, setRole] = useState<ActorRole>("user");
  const [way, setWay] = useState<"password" | "header">("password");
  const add = useMutation({
    mutationFn: () => {
      const known = way === "password" ? { username: typed.username, password: typed.password } : { headers: [{ name: typed.header, value: typed.value }] };
      return answered(api.POST("/api/v1/targets/{target_id}/actors", { params: { path: { target_id: targetId } }, body: { name: typed.name, role, ...known } }));
    },
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["target-api", targetId] });
      done();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate();
  };
  const set = (name: keyof typeof EMPTY) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setTyped((before) => ({ ...before, [name]: value }));
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={560} gap="sm">
        <TextInput label={words.name} placeholder={words.namePlace} required value={typed.name} onChange={set("name")} error={faultOf(add.error, "name")} />
        <NativeSelect label={words.role} value={role} onChange={(event) => setRole(event.currentTarget.value as ActorRole)} data={(["user", "administrator"] as const).map((value) => ({ value, label: words.roles[value] }))} />
        <NativeSelect label={words.way} value={way} onChange={(event) => setWay(event.currentTarget.value as typeof way)} data={(["password", "header"] as const).map((value) => ({ value, label: words.ways[value] }))} />
        {way === "password" ? (
          <>
            <TextInput label={words.userName} required autoComplete="off" value={typed.username} onChange={set("username")} />
            <PasswordInput label={words.password} description={words.secretWhy} required autoComplete="off" value={typed.password} onChange={set("password")} />
          </>
        ) : (
          <>
            <TextInput label={words.header} required value={typed.header} onChange={set("header")} />
            <PasswordInput label={words.value} description={words.secretWhy} required autoComplete="off" value={typed.value} onChange={set("value")} />
          </>
        )}
        {add.error && <Failure error={add.error} />}
        <Group>
          <Button type="submit" size="xs" loading={add.isPending}>{words.addActor}</Button>
          <Button size="xs" variant="default" onClick={done}>{common.cancel}</Button>
        </Group>
      </Stack>
    </form>
  );
}
