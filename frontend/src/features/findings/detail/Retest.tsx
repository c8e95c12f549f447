// Looking again whether a finding is still there: asked for here, watched until it is over.
import { Button, Group, PasswordInput, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { answered, api, ApiProblem, idempotencyKey } from "../../../client/client";
import type { FindingDetail, NewRetest, Retest as Look } from "../../../client/schema";
import { Inert } from "../../../shared/Inert";
import { useKeys } from "../../../shared/keys";
import { Failure } from "../../../shared/states";
import { relative } from "../../../shared/times";
import { findingWords } from "../messages";
import { patchLists } from "../useFindingPages";
import { detailWords } from "./messages";

const EVERY = 1_000; // milliseconds between two looks at a look

export function Retest({ finding }: { finding: FindingDetail }) {
  const words = detailWords();
  const { keys } = findingWords();
  const queries = useQueryClient();
  const [open, setOpen] = useState(false);
  const possible = finding.target_id !== null && typeof (finding.evidence as { replay?: unknown } | null)?.replay === "object" && (finding.evidence as { replay?: unknown }).replay !== null;
  const looks = useQuery({
    queryKey: ["finding", finding.id, "retests"],
    queryFn: () => answered(api.GET("/api/v1/findings/{finding_id}/retests", { params: { path: { finding_id: finding.id }, query: { limit: 1 } } })),
    enabled: possible,
    refetchInterval: ({ state }) => (isUnderWay(state.data?.items[0]) ? EVERY : false),
  });
  const newest = looks.data?.items[0];
  const waits = isUnderWay(newest);
  useWhenOver(newest, () => {
    void queries.invalidateQueries({ queryKey: ["finding", finding.id], exact: true });
    for (const name of ["facets", "statistics", "projects"]) void queries.invalidateQueries({ queryKey: [name] });
  });
  useEffect(() => patchLists(queries, new Map([[finding.id, { state: finding.state, last_seen_at: finding.last_seen_at }]])), [queries, finding.id, finding.state, finding.last_seen_at]);
  const ask = useMutation({
    mutationFn: (body: NewRetest) => answered(api.POST("/api/v1/findings/{finding_id}/retest", { params: { path: { finding_id: finding.id }, header: { "Idempotency-Key": idempotencyKey() } }, body })),
    onSuccess: (look) => {
      queries.setQueryData(["finding", finding.id, "retests"], { items: [look], next: null });
      setOpen(false);
    },
    onError: (error) => error instanceof ApiProblem && error.status === 409 && void looks.refetch(),
  });
  const canAsk = possible && !waits && !ask.isPending;
  useKeys(words.retest, possible ? [{ key: "r", does: keys.retest, run: () => canAsk && ask.mutate({}) }] : []);
  return (
    <section className="panel" aria-label={words.retest}>
      <Title order={2} size="h4" mb="xs">{words.retest}</Title>
      <Text size="sm" c="dimmed">{possible ? words.retestWhat : words.retestNotPossible}</Text>
      {possible && (
        <Group gap="xs" mt="sm">
          <Button size="xs" loading={waits || ask.isPending} onClick={() => ask.mutate({})}>{words.retestNow}</Button>
          {!waits && <Button size="xs" variant="default" aria-expanded={open} onClick={() => setOpen(!open)}>{words.retestLogin}</Button>}
        </Group>
      )}
      {open && canAsk && <LoginForm ask={(body) => ask.mutate(body)} />}
      {ask.error && <div className="gap-above"><Failure error={ask.error} /></div>}
      <div role="status">{newest && <Outcome look={newest} />}</div>
    </section>
  );
}

function isUnderWay(look: Look | undefined): boolean {
  return look !== undefined && look.status !== "done";
}

/** Acts once when a look that was waited for is over. */
function useWhenOver(look: Look | undefined, act: () => void) {
  const waited = useRef(false);
  useEffect(() => {
    if (isUnderWay(look)) waited.current = true;
    else if (waited.current) {
      waited.current = false;
      act();
    }
  });
}

function Outcome({ look }: { look: Look }) {
  const words = detailWords();
  if (look.status !== "done" || !look.outcome) return <Text size="sm" mt="sm">{look.status === "queued" ? words.retestWaiting : words.retestAsks}</Text>;
  return (
    <div className={`retest-outcome ${look.outcome}`}>
      <strong>{words.outcomes[look.outcome]}</strong>
      {look.reason && <span lang="en"><Inert text={look.reason} limit={2000} /></span>}
      {look.finished_at && <span className="faint">{words.retestedAt(relative(look.finished_at))}</span>}
    </div>
  );
}

/** Secrets live in these fields only, never in a draft. */
function LoginForm({ ask }: { ask: (body: NewRetest) => void }) {
  const words = detailWords();
  const [loginUrl, setLoginUrl] = useState("");
  const [username, setUsername] = useState("");
  const [password, setPassword] = useState("");
  const [header, setHeader] = useState("");
  const colon = header.indexOf(":");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const headers = colon > 0 ? [{ name: header.slice(0, colon).trim(), value: header.slice(colon + 1).trim() }] : [];
    ask({ credentials: { login_url: loginUrl, username, password, headers } as NewRetest["credentials"] });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs" mt="sm">
        <Text size="sm">{words.retestLoginWhy}</Text>
        <TextInput size="xs" type="url" label={words.loginUrl} value={loginUrl} onChange={(event) => setLoginUrl(event.currentTarget.value)} />
        <TextInput size="xs" label={words.username} autoComplete="off" value={username} onChange={(event) => setUsername(event.currentTarget.value)} />
        <PasswordInput size="xs" label={words.password} autoComplete="off" value={password} onChange={(event) => setPassword(event.currentTarget.value)} />
        <TextInput size="xs" label={words.header} autoComplete="off" value={header} onChange={(event) => setHeader(event.currentTarget.value)} error={header !== "" && colon <= 0 ? words.headerForm : undefined} />
        <Group><Button size="xs" type="submit" disabled={(header === "" && loginUrl === "") || (header !== "" && colon <= 0)}>{words.retestNow}</Button></Group>
      </Stack>
    </form>
  );
}
