import { Button, NativeSelect, Stack, Textarea, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { ApiProblem, answered, api } from "../../client/client";
import type { DecidedState, FindingChange, FindingDetail } from "../../client/schema";
import { Failure, faultOf } from "../../shared/states";

const DECISIONS: readonly { value: DecidedState; label: string; reason: string }[] = [
  { value: "confirmed", label: "Confirmed: it is real", reason: "Optional" },
  { value: "false-positive", label: "False positive: it is not", reason: "Why is it not a flaw?" },
  { value: "accepted", label: "Accepted: we live with it", reason: "Why, and what keeps the risk small?" },
  { value: "fixed", label: "Fixed", reason: "Optional" },
  { value: "reopened", label: "Reopened: it is back", reason: "Optional" },
];

/** The form with which a finding's state is decided. */
export function Deciding({ finding }: { finding: FindingDetail }) {
  const queries = useQueryClient();
  const [state, setState] = useState<DecidedState | "">("");
  const [reason, setReason] = useState("");
  const [until, setUntil] = useState("");
  const closed = ["fixed", "false-positive", "accepted"].includes(finding.state);
  const offered = DECISIONS.filter(({ value }) => value !== finding.state && (value !== "reopened" || closed));
  const decide = useMutation({
    mutationFn: () => {
      const change: FindingChange = { state: state as DecidedState };
      if (reason.trim()) change.reason = reason;
      if (state === "accepted" && until) change.accepted_until = new Date(`${until}T23:59:59`).toISOString();
      return answered(
        api.PATCH("/api/v1/findings/{finding_id}", {
          params: { path: { finding_id: finding.id }, header: { "If-Match": `"${finding.version}"` } },
          body: change,
        }),
      );
    },
    onSuccess: (changed) => {
      queries.setQueryData(["finding", finding.id], changed);
      for (const name of ["findings", "facets", "statistics", "projects"]) void queries.invalidateQueries({ queryKey: [name] });
      setState("");
      setReason("");
      setUntil("");
    },
    // Somebody else was quicker: show what they decided, and keep what was typed here.
    onError: (error) => {
      if (error instanceof ApiProblem && error.status === 412) void queries.invalidateQueries({ queryKey: ["finding", finding.id] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    decide.mutate();
  };
  const needsReason = state === "false-positive" || state === "accepted";
  return (
    <form onSubmit={submit} className="panel" aria-label="Decide">
      <Title order={2} size="h4" mb="sm">Decide</Title>
      <Stack gap="sm">
        <NativeSelect label="New state" required value={state} onChange={(event) => setState(event.currentTarget.value as DecidedState | "")} data={[{ value: "", label: "Choose…" }, ...offered.map(({ value, label }) => ({ value, label }))]} />
        {state !== "" && (
          <Textarea label="Reason" description={DECISIONS.find(({ value }) => value === state)?.reason} required={needsReason} autosize={false} rows={3} value={reason} onChange={(event) => setReason(event.currentTarget.value)} error={faultOf(decide.error, "reason")} />
        )}
        {state === "accepted" && (
          <TextInput type="date" label="Until" required value={until} onChange={(event) => setUntil(event.currentTarget.value)} error={faultOf(decide.error, "accepted_until")} />
        )}
        {decide.error && <Failure error={decide.error} />}
        <Button type="submit" disabled={state === ""} loading={decide.isPending}>Save</Button>
      </Stack>
    </form>
  );
}
