import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { ApiKey, CreatedApiKey, Project, Scope } from "../../client/schema";
import { Copy } from "../../shared/Copy";
import { Inert } from "../../shared/Inert";
import { Failure, Waiting } from "../../shared/states";
import { day, relative } from "../../shared/times";
import { plainText } from "../../shared/visible";
import { profileWords } from "./messages";
import { NewKey } from "./NewKey";
import { SureDialog } from "./SureDialog";

const isOld = (key: ApiKey) => key.revoked_at !== null || (key.expires_at !== null && new Date(key.expires_at) <= new Date());

/** The projects one may see, to bind a key to one; the first hundred are enough to choose from. */
export function useProjects() {
  return useQuery({ queryKey: ["projects", "names"], queryFn: () => answered(api.GET("/api/v1/projects", { params: { query: { limit: 100 } } })), staleTime: 60_000 });
}

/** One's API keys: what they may do, when they were used last, and making and revoking them. */
export function Keys() {
  const words = profileWords();
  const [adding, setAdding] = useState(false);
  const [made, setMade] = useState<CreatedApiKey | null>(null);
  const [old, setOld] = useState(false);
  const keys = useQuery({ queryKey: ["keys"], queryFn: () => answered(api.GET("/api/v1/auth/keys")) });
  const projects = useProjects();
  const items = keys.data?.items ?? [];
  const count = items.filter(isOld).length;
  const shown = items.filter((key) => old || !isOld(key));
  const done = (key: CreatedApiKey) => {
    setAdding(false);
    setMade(key);
  };
  return (
    <>
      <Group justify="space-between" wrap="nowrap" align="start">
        <Text size="sm">{words.keysWhy}</Text>
        {!adding && <Button miw="max-content" onClick={() => setAdding(true)}>{words.newKey}</Button>}
      </Group>
      {adding && <NewKey done={done} cancel={() => setAdding(false)} projects={projects.data?.items ?? []} />}
      {made && <Made made={made} close={() => setMade(null)} />}
      {keys.isPending && <Waiting />}
      {keys.error && <Failure error={keys.error} again={() => void keys.refetch()} />}
      {keys.isSuccess && shown.length === 0 && !adding && <div className="panel nothing"><Text size="sm">{words.noKeys}</Text></div>}
      {shown.length > 0 && <KeyList keys={shown} projects={projects.data?.items ?? []} />}
      {count > 0 && <Group><Button variant="subtle" size="compact-sm" onClick={() => setOld(!old)}>{old ? words.hideOld : words.showOld(count)}</Button></Group>}
    </>
  );
}

function Made({ made, close }: { made: CreatedApiKey; close: () => void }) {
  const words = profileWords();
  return (
    <section className="panel" aria-label={words.keyMade}>
      <Stack gap="sm" align="start">
        <Title order={2} size="h4">{words.keyMade}</Title>
        <Text size="sm">{words.keyOnce}</Text>
        <code className="secret">{made.key}</code>
        <Group gap="xs">
          <Copy value={made.key} />
          <Button size="compact-xs" variant="default" onClick={close}>{words.done}</Button>
        </Group>
      </Stack>
    </section>
  );
}

function KeyList({ keys, projects }: { keys: ApiKey[]; projects: Project[] }) {
  const words = profileWords();
  const names = new Map(projects.map((project) => [project.id, project.name]));
  return (
    <ul className="entries panel">
      {keys.map((key) => (
        <li key={key.id}>
          <div className="grows">
            <strong><Inert text={key.name} limit={200} /></strong> <code className="snippet">{key.prefix}…</code>
            <span className="sub">
              {key.scopes.map((scope) => (Object.hasOwn(words.scopeTexts, scope) ? words.scopeTexts[scope as Scope] : scope)).join("; ")}.{" "}
              {key.project_id === null ? words.allProjects : <>{words.onlyProject} <Inert text={names.get(key.project_id) ?? key.project_id} limit={200} /></>}.
            </span>
            <span className="sub">
              {key.last_used_at === null ? words.neverUsed : words.lastUsed(relative(key.last_used_at))} {key.expires_at !== null && words.goodUntil(day(key.expires_at))}
            </span>
          </div>
          <Revoking apiKey={key} />
        </li>
      ))}
    </ul>
  );
}

function Revoking({ apiKey }: { apiKey: ApiKey }) {
  const words = profileWords();
  const queries = useQueryClient();
  const [sure, setSure] = useState(false);
  const revoke = useMutation({
    mutationFn: () => answered(api.DELETE("/api/v1/auth/keys/{key_id}", { params: { path: { key_id: apiKey.id } } })),
    onSuccess: () => {
      setSure(false);
      void queries.invalidateQueries({ queryKey: ["keys"] });
    },
  });
  if (apiKey.revoked_at !== null) return <span className="state">{words.revoked}</span>;
  if (isOld(apiKey)) return <span className="state">{words.expired}</span>;
  return (
    <>
      <Button size="xs" variant="default" aria-label={words.revokeKey(plainText(apiKey.name))} onClick={() => setSure(true)}>{words.revoke}</Button>
      <SureDialog title={words.revoke} question={words.revokeSure(apiKey.name)} opened={sure} close={() => setSure(false)} action={words.revoke} running={revoke} run={() => revoke.mutate()} />
    </>
  );
}
