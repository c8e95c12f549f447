import { Alert, Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { Target, Verification } from "../../client/schema";
import { useMe } from "../../shell/Shell";
import { Copy } from "../../shared/Copy";
import { Inert } from "../../shared/Inert";
import { Failure } from "../../shared/states";
import { relative } from "../../shared/times";

/** One target: where it stands, and what has to be done before it may be scanned. */
export function TargetPanel({ target }: { target: Target }) {
  return (
    <section className="panel" aria-label={target.name}>
      <Group justify="space-between" align="start" wrap="nowrap">
        <div>
          <Title order={3} size="h4"><Inert text={target.name} limit={300} /></Title>
          {target.name !== target.locator && <Text size="sm" c="dimmed"><Inert text={target.locator} limit={500} /></Text>}
          <Text size="sm" mt={4}>{standing(target)}</Text>
        </div>
        {target.scannable && (
          <Button renderRoot={(props) => <Link {...props} to="/projects/$projectId/scans/new" params={{ projectId: target.project_id }} search={{ target: target.id }} />}>
            Scan
          </Button>
        )}
      </Group>
      {!target.scannable && <Proving target={target} />}
    </section>
  );
}

function standing(target: Target): string {
  if (target.verified_at !== null) return `Proven to be yours ${relative(target.verified_at)} (${target.verification_method ?? "proof"})`;
  if (target.allowed) return "An administrator allows this host";
  return "Not proven to be yours yet: it cannot be scanned";
}

function Proving({ target }: { target: Target }) {
  const queries = useQueryClient();
  const me = useMe();
  const refresh = () => queries.invalidateQueries({ queryKey: ["targets", target.project_id] });
  const verify = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/targets/{target_id}/verify", { params: { path: { target_id: target.id } }, body: null })),
    onSettled: refresh,
  });
  const { file, dns, meta } = target.proof;
  return (
    <Stack mt="md">
      <Text>Show that it is yours in one of these ways, then let us look:</Text>
      <Way title="A file" step={<>Serve this text at <code className="snippet">{file.url}</code></>} value={file.content} />
      {dns && <Way title="A DNS record" step={<>Add a TXT record to <code className="snippet">{dns.name}</code></>} value={dns.value} />}
      <Way title="A meta element" step={<>Put this into the head of <code className="snippet">{meta.url}</code></>} value={meta.element} />
      {verify.error && <Failure error={verify.error} />}
      {verify.data && !verify.data.verified && <Attempts verification={verify.data} />}
      <Group><Button loading={verify.isPending} onClick={() => verify.mutate()}>Look now</Button></Group>
      {me.data?.is_administrator && <AllowHost target={target} allowed={refresh} />}
    </Stack>
  );
}

function Way({ title, step, value }: { title: string; step: React.ReactNode; value: string }) {
  return (
    <div>
      <Text size="sm"><strong>{title}.</strong> {step}</Text>
      <Group gap="xs" mt={4} wrap="nowrap"><code className="snippet">{value}</code><Copy value={value} /></Group>
    </div>
  );
}

function Attempts({ verification }: { verification: Verification }) {
  return (
    <Alert color="yellow" title="The proof was not found" role="alert">
      <div className="scroll">
        <table className="list">
          <thead><tr><th>Way</th><th>Looked at</th><th>Seen</th></tr></thead>
          <tbody>
            {verification.attempts.map((attempt) => (
              <tr key={attempt.method}>
                <td>{attempt.method}</td>
                <td><Inert text={attempt.looked_at} limit={500} /></td>
                <td><Inert text={attempt.seen} limit={500} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </Alert>
  );
}

function AllowHost({ target, allowed }: { target: Target; allowed: () => Promise<unknown> }) {
  const [reason, setReason] = useState("");
  const { host } = new URL(target.locator);
  const allow = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/allowed-hosts", { body: { host, reason } })),
    onSuccess: allowed,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        allow.mutate();
      }}
    >
      <Text size="sm"><strong>You are an administrator.</strong> You can allow {host} without proof, for every project; so can private addresses be scanned.</Text>
      <Group mt={6} align="end">
        <TextInput label="Why" required size="xs" value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Button type="submit" size="xs" variant="default" loading={allow.isPending}>Allow {host}</Button>
      </Group>
      {allow.error && <Failure error={allow.error} />}
    </form>
  );
}
