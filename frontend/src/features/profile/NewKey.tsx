import { Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api, idempotencyKey } from "../../client/client";
import type { CreatedApiKey, Project, Scope } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Failure, faultOf } from "../../shared/states";
import { plainText } from "../../shared/visible";
import { profileWords } from "./messages";

const SCOPES: readonly Scope[] = ["read", "scan", "import", "triage", "manage"];
const DAY = 86_400_000;

/** Makes a key: what for, what it may do, how long and where. */
export function NewKey({ done, cancel, projects }: { done: (key: CreatedApiKey) => void; cancel: () => void; projects: Project[] }) {
  const words = profileWords();
  const common = commonWords();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["read"]);
  const [days, setDays] = useState("90");
  const [project, setProject] = useState("");
  const [once] = useState(idempotencyKey);
  const create = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/v1/auth/keys", {
          params: { header: { "Idempotency-Key": once } },
          body: { name: name.trim(), scopes, expires_at: new Date(Date.now() + Number(days) * DAY).toISOString(), project_id: project || null },
        }),
      ),
    onSuccess: (key) => {
      void queries.invalidateQueries({ queryKey: ["keys"] });
      done(key);
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  const turn = (scope: Scope, on: boolean) => setScopes(SCOPES.filter((one) => (one === scope ? on : scopes.includes(one))));
  return (
    <form className="panel" onSubmit={submit}>
      <Stack gap="sm" maw={520}>
        <Title order={2} size="h4">{words.newKey}</Title>
        <TextInput label={words.keyName} description={words.keyNameWhy} required autoFocus maxLength={200} value={name} onChange={(event) => setName(event.currentTarget.value)} error={faultOf(create.error, "name")} />
        <fieldset className="scopes">
          <legend>{words.scopes}</legend>
          {SCOPES.map((scope) => (
            <Checkbox key={scope} label={words.scopeTexts[scope]} checked={scopes.includes(scope)} onChange={(event) => turn(scope, event.currentTarget.checked)} />
          ))}
          {scopes.length === 0 && <Text size="sm" role="alert">{words.needsScope}</Text>}
        </fieldset>
        <NativeSelect
          label={words.validFor}
          value={days}
          onChange={(event) => setDays(event.currentTarget.value)}
          error={faultOf(create.error, "expires_at")}
          data={[...[30, 90, 180].map((count) => ({ value: String(count), label: words.days(count) })), { value: "365", label: words.oneYear }, { value: "730", label: words.twoYears }]}
        />
        <NativeSelect
          label={words.onlyProject}
          value={project}
          onChange={(event) => setProject(event.currentTarget.value)}
          data={[{ value: "", label: words.allProjects }, ...projects.map(({ id, name: label }) => ({ value: id, label: plainText(label, 80) }))]}
        />
        {create.error && <Failure error={create.error} />}
        <Group gap="xs">
          <Button type="submit" loading={create.isPending} disabled={scopes.length === 0}>{words.createKey}</Button>
          <Button variant="default" onClick={cancel}>{common.cancel}</Button>
        </Group>
      </Stack>
    </form>
  );
}
