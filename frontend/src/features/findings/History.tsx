import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { FindingDetail, HistoryEntry } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { sentence } from "../../language/common";
import { Failure } from "../../shared/states";
import { moment } from "../../shared/times";

export function History({ finding }: { finding: FindingDetail }) {
  return (
    <Stack>
      <CommentForm findingId={finding.id} />
      <ol className="history">
        {finding.history.map((entry) => (
          <li key={entry.id}>
            <div><strong>{entry.user ? <Inert text={entry.user.name} limit={200} /> : "SecureStack"}</strong> {words(entry)}{entry.scan_id && <> in <Link className="link" to="/scans/$scanId" params={{ scanId: entry.scan_id }}>a scan</Link></>}</div>
            <time dateTime={entry.at}>{moment(entry.at)}</time>
            {typeof entry.after?.reason === "string" && <Text size="sm"><Inert text={entry.after.reason} /></Text>}
            {entry.text && <Text size="sm"><Inert text={entry.text} /></Text>}
          </li>
        ))}
      </ol>
    </Stack>
  );
}

function words(entry: HistoryEntry): string {
  const value = (name: string) => String(entry.after?.[name] ?? "nothing");
  if (entry.kind === "found") return "saw it first";
  if (entry.kind === "comment") return "wrote";
  if (entry.kind === "state") return `made it ${sentence(value("state")).toLowerCase()}`;
  if (entry.kind === "severity") return `made its severity ${value("severity")}`;
  if (entry.kind === "due") return "changed when it is due";
  if (entry.kind === "assignment") return entry.after?.assignee_id ? "assigned it" : "took the assignment away";
  return "merged it with another";
}

function CommentForm({ findingId }: { findingId: string }) {
  const queries = useQueryClient();
  const [text, setText] = useState("");
  const write = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/findings/{finding_id}/comments", { params: { path: { finding_id: findingId } }, body: { text } })),
    onSuccess: async () => {
      setText("");
      await queries.invalidateQueries({ queryKey: ["finding", findingId] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    write.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Textarea label="Comment" rows={2} value={text} onChange={(event) => setText(event.currentTarget.value)} />
      {write.error && <Failure error={write.error} />}
      <Group mt="xs"><Button type="submit" size="xs" variant="default" disabled={text.trim() === ""} loading={write.isPending}>Write</Button></Group>
    </form>
  );
}
