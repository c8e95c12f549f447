import { Alert, Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { ApiKey, Scope } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Confirm } from "../../shared/Confirm";
import { Copy } from "../../shared/Copy";
import { Inert } from "../../shared/Inert";
import { Failure, faultOf, Waiting } from "../../shared/states";
import { day, moment, relative } from "../../shared/times";
import { projectWords } from "./messages";

const SCOPES = ["read", "scan", "import", "triage", "manage"] as const;
const MONTHS = [1, 3, 6, 12, 24] as const;

/** The keys that programs use in one project. */
export function ProjectKeys({ projectId }: { projectId: string }) {
  const words = projectWords().keys;
  const [revoking, setRevoking] = useState<ApiKey | null>(null);
  const keys = useQuery({
    queryKey: ["project-keys", projectId],
    queryFn: () => answered(api.GET("/api/v1/projects/{project_id}/keys", { params: { path: { project_id: projectId } } })),
  });
  return (
    <section className="panel">
      <Title order={2} size="h4">{words.title}</Title>
      <Text size="sm" c="dimmed" mb="md">{words.why}</Text>
      <Stack>
        {keys.isPending && <Waiting lines={2} />}
        {keys.error && <Failure error={keys.error} again={() => void keys.refetch()} />}
        {keys.data?.items.length === 0 && <Text size="sm">{words.none}</Text>}
        {keys.data && keys.data.items.length > 0 && <KeyTable keys={keys.data.items} revoke={setRevoking} />}
        <NewKey projectId={projectId} />
      </Stack>
      {revoking && <Revocation projectId={projectId} apiKey={revoking} close={() => setRevoking(null)} />}
    </section>
  );
}

function KeyTable({ keys, revoke }: { keys: readonly ApiKey[]; revoke: (key: ApiKey) => void }) {
  const words = projectWords().keys;
  const common = commonWords();
  return (
    <div className="scroll">
      <table className="list">
        <thead><tr><th>{words.name}</th><th>{words.scopes}</th><th className="wide">{words.lastUsed}</th><th>{words.expires}</th><th /></tr></thead>
        <tbody>
          {keys.map((key) => (
            <tr key={key.id}>
              <td><Inert text={key.name} limit={200} /><span className="sub">{words.prefix} <code className="snippet">{key.prefix}</code></span></td>
              <td>{key.scopes.map((scope) => words.scope[scope as Scope] ?? scope).join(", ")}</td>
              <td className="wide nowrap">{key.last_used_at ? <time title={moment(key.last_used_at)}>{relative(key.last_used_at)}</time> : common.never}</td>
              <td className="nowrap">{key.revoked_at ? words.revoked : key.expires_at ? day(key.expires_at) : common.never}</td>
              <td>{!key.revoked_at && <Button size="compact-xs" variant="default" onClick={() => revoke(key)}>{words.revoke}</Button>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function NewKey({ projectId }: { projectId: string }) {
  const queries = useQueryClient();
  const words = projectWords().keys;
  const [name, setName] = useState("");
  const [scopes, setScopes] = useState<Scope[]>(["read", "scan"]);
  const [months, setMonths] = useState(12);
  const create = useMutation({
    mutationFn: () => {
      const ends = new Date();
      ends.setMonth(ends.getMonth() + months);
      ends.setDate(ends.getDate() - 1); // two years are the longest, and months are not equally long
      const body = { name, scopes, expires_at: ends.toISOString() };
      return answered(api.POST("/api/v1/projects/{project_id}/keys", { params: { path: { project_id: projectId } }, body }));
    },
    onSuccess: () => {
      setName("");
      void queries.invalidateQueries({ queryKey: ["project-keys", projectId] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Group align="end">
          <TextInput label={words.name} required value={name} onChange={(event) => setName(event.currentTarget.value)} error={faultOf(create.error, "name")} />
          <NativeSelect label={words.validFor} value={months} onChange={(event) => setMonths(Number(event.currentTarget.value))} data={MONTHS.map((count) => ({ value: String(count), label: words.months(count) }))} />
        </Group>
        <Checkbox.Group label={words.scopes} value={scopes} onChange={(value) => setScopes(value as Scope[])}>
          <Group mt={6}>{SCOPES.map((scope) => <Checkbox key={scope} value={scope} label={words.scope[scope]} />)}</Group>
        </Checkbox.Group>
        {create.error && <Failure error={create.error} />}
        {create.data && (
          <Alert color="cyan" role="status">
            <Text size="sm">{words.created}</Text>
            <Group gap="xs" mt="xs"><code className="snippet">{create.data.key}</code><Copy value={create.data.key} /></Group>
          </Alert>
        )}
        <Group><Button type="submit" variant="default" loading={create.isPending} disabled={scopes.length === 0}>{words.create}</Button></Group>
      </Stack>
    </form>
  );
}

function Revocation({ projectId, apiKey, close }: { projectId: string; apiKey: ApiKey; close: () => void }) {
  const queries = useQueryClient();
  const words = projectWords().keys;
  const revoke = useMutation({
    mutationFn: () => answered(api.DELETE("/api/v1/projects/{project_id}/keys/{key_id}", { params: { path: { project_id: projectId, key_id: apiKey.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["project-keys", projectId] });
      close();
    },
  });
  return (
    <Confirm title={words.revokeTitle} action={words.revoke} pending={revoke.isPending} error={revoke.error} close={close} confirm={() => revoke.mutate()}>
      <Inert text={words.revokeWhy(apiKey.name)} limit={300} />
    </Confirm>
  );
}
