// The small dialog in which a decision gets its reason.
import { Button, Group, Modal, NativeSelect, Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useState, type FormEvent } from "react";
import type { DecidedState, FindingChange, Severity } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { SEVERITIES } from "../../shared/labels";
import { useDraft } from "../../shared/drafts";
import { Failure, faultOf } from "../../shared/states";
import { findingWords } from "./messages";
import { dayOf } from "./search";

export type Asked =
  | { what: "state"; state: DecidedState }
  | { what: "severity" }
  | { what: "due" };

interface Props {
  asked: Asked | null;
  /** What is decided about, in words. */
  subject: string;
  close: () => void;
  decide: (change: FindingChange) => Promise<void>;
}

export function DecisionDialog({ asked, subject, close, decide }: Props) {
  const words = findingWords();
  const { close: closeWord } = commonWords();
  const title = asked === null ? "" : asked.what === "state" ? words.decisions[asked.state].title : words.dialogs[asked.what];
  return (
    <Modal opened={asked !== null} onClose={close} title={title} lockScroll={false} transitionProps={{ duration: 0 }} closeButtonProps={{ "aria-label": closeWord }}>
      {asked !== null && <Form key={JSON.stringify(asked)} asked={asked} subject={subject} close={close} decide={decide} />}
    </Modal>
  );
}

const NINETY_DAYS = 90 * 86_400_000;

function Form({ asked, subject, close, decide }: Props & { asked: Asked }) {
  const words = findingWords();
  const common = commonWords();
  const state = asked.what === "state" ? asked.state : null;
  const needsReason = state === "false-positive" || state === "accepted";
  const [reason, setReason, forget] = useDraft(`decision.${state ?? asked.what}`, "");
  const [until, setUntil] = useState(() => dayOf(new Date(Date.now() + NINETY_DAYS).toISOString(), false));
  const [due, setDue] = useState("");
  const [severity, setSeverity] = useState<Severity | "">("");
  const [error, setError] = useState<unknown>(null);
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent) => {
    event.preventDefault();
    setBusy(true);
    setError(null);
    try {
      await decide(changeOf(asked, { reason: reason.trim(), until, due, severity }));
      forget();
      close();
    } catch (problem) {
      setError(problem);
      setBusy(false);
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">{subject}</Text>
        {asked.what === "severity" && <NativeSelect data-autofocus label={words.columns.severity} value={severity} onChange={(event) => setSeverity(event.currentTarget.value as Severity | "")} data={[{ value: "", label: words.asFound }, ...SEVERITIES.map((value) => ({ value, label: sentence(value, common.words) }))]} error={faultOf(error, "severity")} />}
        {asked.what === "due" && <TextInput data-autofocus type="date" label={words.dueOn} description={words.dueEmpty} value={due} onChange={(event) => setDue(event.currentTarget.value)} error={faultOf(error, "due_at")} />}
        <Textarea
          data-autofocus={asked.what === "state" ? true : undefined}
          label={asked.what === "state" ? words.reason : words.remark}
          description={state === null ? undefined : words.decisions[state].hint}
          required={needsReason}
          maxLength={5000}
          rows={3}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
          onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.currentTarget.form?.requestSubmit()}
          error={faultOf(error, "reason")}
        />
        {state === "accepted" && <TextInput type="date" label={words.until} required value={until} min={dayOf(new Date().toISOString(), false)} onChange={(event) => setUntil(event.currentTarget.value)} error={faultOf(error, "accepted_until")} />}
        {error !== null && <Failure error={error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={close}>{common.cancel}</Button>
          <Button type="submit" loading={busy} disabled={needsReason && reason.trim() === ""}>{state === null ? common.save : words.decisions[state].action}</Button>
        </Group>
      </Stack>
    </form>
  );
}

interface Typed {
  reason: string;
  until: string;
  due: string;
  severity: Severity | "";
}

/** What the API is told. A remark on what is no state becomes a comment. */
export function changeOf(asked: Asked, { reason, until, due, severity }: Typed): FindingChange {
  const endOf = (day: string) => new Date(`${day}T23:59:59`).toISOString();
  if (asked.what === "state") {
    const change: FindingChange = { state: asked.state };
    if (reason) change.reason = reason;
    if (asked.state === "accepted" && until) change.accepted_until = endOf(until);
    return change;
  }
  const change: FindingChange = asked.what === "severity" ? { severity: severity || null } : { due_at: due ? endOf(due) : null };
  if (reason) change.comment = reason;
  return change;
}
