// Where a finding stands, and the buttons that decide about it.
import { Button, Group, Text, Title } from "@mantine/core";
import { useState } from "react";
import type { DecidedState, FindingDetail } from "../../../client/schema";
import { Inert } from "../../../shared/Inert";
import { useKeys } from "../../../shared/keys";
import { StateLabel } from "../../../shared/labels";
import { Failure } from "../../../shared/states";
import { day, moment, relative } from "../../../shared/times";
import { useMe } from "../../../shell/me";
import { useMayTriage } from "../useMayTriage";
import { AssignMenu } from "../BulkBar";
import { DecisionDialog, type Asked } from "../DecisionDialog";
import { visibleText } from "../inertText";
import { findingWords } from "../messages";
import { detailWords } from "./messages";
import { useDecision } from "./useDecision";

const OFFERED: Record<string, readonly DecidedState[]> = {
  open: ["confirmed", "false-positive", "accepted", "fixed"],
  reopened: ["confirmed", "false-positive", "accepted", "fixed"],
  confirmed: ["fixed", "accepted", "false-positive", "open"],
  accepted: ["open", "confirmed", "false-positive", "fixed"],
  "false-positive": ["open", "confirmed", "accepted"],
  fixed: ["reopened", "false-positive"],
};

export function Deciding({ finding }: { finding: FindingDetail }) {
  const words = detailWords();
  const { decisions, assign: assignWord, keys } = findingWords();
  const me = useMe().data;
  const decide = useDecision(finding);
  const may = useMayTriage(finding.project_id);
  const [asked, setAsked] = useState<Asked | null>(null);
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const atOnce = (change: Parameters<typeof decide>[0]) => {
    setBusy(true);
    setError(null);
    decide(change).catch(setError).finally(() => setBusy(false));
  };
  const ask = (state: DecidedState) => setAsked({ what: "state", state });
  const assign = (user: { id: string } | null) => atOnce({ assignee_id: user?.id ?? null });
  useKeys(words.decide, !may ? [] : [
    { key: "c", does: keys.confirm, run: () => finding.state !== "confirmed" && atOnce({ state: "confirmed" }) },
    { key: "f", does: keys.falsePositive, run: () => ask("false-positive") },
    { key: "a", does: keys.accept, run: () => ask("accepted") },
    { key: "m", does: keys.mine, run: () => me && assign(me) },
  ]);
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="xs">{words.decide}</Title>
      <Text size="sm" component="div"><StateLabel state={finding.state} />{finding.state_changed_at && <span className="faint"> <time title={moment(finding.state_changed_at)}>{relative(finding.state_changed_at)}</time></span>}</Text>
      {finding.state === "accepted" && finding.accepted_until && <Text size="sm" mt={4}>{words.acceptedUntil(day(finding.accepted_until))}</Text>}
      {finding.state_reason && <Text size="sm" mt={4} className="reason"><Inert text={finding.state_reason} limit={20_000} /></Text>}
      {!may && <Text size="sm" c="dimmed" mt="sm">{words.onlyRead}</Text>}
      <Group gap="xs" mt="md">
        {may && OFFERED[finding.state]?.map((state, index) => (
          <Button key={state} size="xs" variant={index === 0 ? "filled" : "default"} loading={busy && index === 0} onClick={() => ask(state)}>{decisions[state].action}</Button>
        ))}
      </Group>
      <Group gap="xs" mt="md" justify="space-between">
        <Text size="sm">{words.assignedTo} {finding.assignee_name === null ? words.nobody : <strong><Inert text={finding.assignee_name} limit={100} /></strong>}</Text>
        {may && <AssignMenu projectId={finding.project_id} assign={assign} me={me} disabled={busy} label={assignWord} />}
      </Group>
      {error !== null && <div className="gap-above"><Failure error={error} /></div>}
      <DecisionDialog asked={asked} subject={visibleText(finding.title, 200)} close={() => setAsked(null)} decide={decide} />
    </section>
  );
}
