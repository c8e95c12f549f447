import { Alert, Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { Proof, Target, Verification } from "../../client/schema";
import { Copy } from "../../shared/Copy";
import { Inert } from "../../shared/Inert";
import { Failure, Waiting } from "../../shared/states";
import { relative } from "../../shared/times";
import { useMe } from "../../shell/me";
import { projectWords } from "./messages";

/** The three ways to prove that a target is one's own, step by step, and the button that looks for the proof. */
export function Proving({ target, proof, maintains }: { target: Target; proof: Proof; maintains: boolean }) {
  const queries = useQueryClient();
  const me = useMe();
  const words = projectWords().proof;
  const refresh = async () => {
    await queries.invalidateQueries({ queryKey: ["targets", target.project_id] });
    void queries.invalidateQueries({ queryKey: ["overview"] });
  };
  const verify = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/targets/{target_id}/verify", { params: { path: { target_id: target.id } }, body: null })),
    onSettled: refresh,
  });
  if (me.isPending) return <Waiting lines={2} />;
  return (
    <Stack mt="md">
      <div>
        <Title order={4} size="h5">{words.title}</Title>
        <Text size="sm">{words.lead}</Text>
      </div>
      <div className="ways">
        <Way title={words.ways.file} steps={words.steps.file} values={[proof.file.content, proof.file.url]} />
        {proof.dns && <Way title={words.ways.dns} steps={words.steps.dns} values={[proof.dns.name, proof.dns.value]} note={words.dnsWaiting} />}
        <Way title={words.ways.meta} steps={words.steps.meta} values={[proof.meta.element, proof.meta.url]} />
      </div>
      {verify.error && <Failure error={verify.error} />}
      {verify.data && !verify.data.verified && <Attempts verification={verify.data} />}
      {maintains ? (
        <Group>
          <Button loading={verify.isPending} onClick={() => verify.mutate()}>{words.look}</Button>
          {target.verification_checked_at && <Text size="sm" c="dimmed">{words.checked(relative(target.verification_checked_at))}</Text>}
        </Group>
      ) : (
        <Text size="sm" c="dimmed">{words.ask}</Text>
      )}
      {me.data?.is_administrator && <AllowHost target={target} allowed={refresh} />}
    </Stack>
  );
}

function Way({ title, steps, values, note }: { title: string; steps: readonly string[]; values: readonly string[]; note?: string }) {
  return (
    <section>
      <Title order={5} size="h6">{title}</Title>
      <ol>
        {values.map((value, index) => (
          <li key={index}>
            <span>{steps[index]}</span>
            <span className="value"><code className="snippet"><Inert text={value} limit={600} /></code><Copy value={value} /></span>
          </li>
        ))}
      </ol>
      {note && <Text size="xs" c="dimmed">{note}</Text>}
    </section>
  );
}

function Attempts({ verification }: { verification: Verification }) {
  const words = projectWords().proof;
  return (
    <Alert color="yellow" title={words.notFound} role="alert">
      <div className="scroll">
        <table className="list">
          <thead><tr><th>{words.way}</th><th>{words.lookedAt}</th><th>{words.seen}</th></tr></thead>
          <tbody>
            {verification.attempts.map((attempt) => (
              <tr key={attempt.method}>
                <td>{words.ways[attempt.method]}</td>
                <td><Inert text={attempt.looked_at} limit={500} /></td>
                <td lang="en"><Inert text={attempt.seen} limit={500} /></td>
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
  const words = projectWords().proof;
  const host = URL.canParse(target.locator) ? new URL(target.locator).host : target.locator;
  const allow = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/allowed-hosts", { body: { host, reason } })),
    onSuccess: allowed,
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    allow.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Text size="sm"><strong>{words.administrator}</strong> {words.allowWhy(host)}</Text>
      <Group mt={6} align="end">
        <TextInput label={words.why} required size="xs" value={reason} onChange={(event) => setReason(event.currentTarget.value)} />
        <Button type="submit" size="xs" variant="default" loading={allow.isPending}>{words.allow(host)}</Button>
      </Group>
      {allow.error && <Failure error={allow.error} />}
    </form>
  );
}
