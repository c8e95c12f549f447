// What happened to a finding, newest first, and the field for saying something about it.
import { Button, Group, Stack, Text, Textarea } from "@mantine/core";
import { useInfiniteQuery, useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api, idempotencyKey } from "../../../client/client";
import type { FindingDetail, HistoryEntry } from "../../../client/schema";
import { sentence } from "../../../language/common";
import { useDraft } from "../../../shared/drafts";
import { Inert } from "../../../shared/Inert";
import { Failure, faultOf } from "../../../shared/states";
import { day, moment } from "../../../shared/times";
import { visibleText } from "../inertText";
import { detailWords } from "./messages";

const SHOWN_AT_FIRST = 50; // by the API

export function History({ finding }: { finding: FindingDetail }) {
  const words = detailWords();
  const [all, setAll] = useState(false);
  const older = useInfiniteQuery({
    queryKey: ["finding", finding.id, "history", finding.version],
    queryFn: ({ pageParam }) => answered(api.GET("/api/v1/findings/{finding_id}/history", { params: { path: { finding_id: finding.id }, query: { limit: 100, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
    enabled: all,
  });
  const entries = older.data?.pages.flatMap((page) => page.items) ?? finding.history;
  const more = all ? older.hasNextPage : finding.history.length >= SHOWN_AT_FIRST;
  return (
    <Stack>
      <CommentForm findingId={finding.id} />
      <ol className="history">
        {entries.map((entry) => <Entry key={entry.id} entry={entry} finding={finding} />)}
      </ol>
      {older.error && <Failure error={older.error} again={() => void older.refetch()} />}
      {more && <Group><Button size="xs" variant="default" loading={older.isFetching} onClick={() => (all ? void older.fetchNextPage() : setAll(true))}>{words.older}</Button></Group>}
    </Stack>
  );
}

function Entry({ entry, finding }: { entry: HistoryEntry; finding: FindingDetail }) {
  const reason = typeof entry.after?.reason === "string" ? entry.after.reason : null;
  return (
    <li className={entry.kind === "comment" ? "comment" : undefined}>
      <div>
        <strong>{entry.user ? <Inert text={entry.user.name} limit={200} /> : "SecureStack"}</strong> {said(entry)}
        {entry.scan_id && <> <Where scanId={entry.scan_id} finding={finding} /></>}
      </div>
      <time dateTime={entry.at}>{moment(entry.at)}</time>
      {reason && <Text size="sm" className="reason"><Inert text={reason} /></Text>}
      {entry.text && entry.text !== reason && <Text size="sm" className="reason"><Inert text={entry.text} /></Text>}
    </li>
  );
}

/** The scan or import in which it happened; only a scan that is still there has a page. */
function Where({ scanId, finding }: { scanId: string; finding: FindingDetail }) {
  const words = detailWords();
  const kind = finding.seen_by.find((seen) => seen.scan_id === scanId)?.kind ?? "scan";
  return kind === "scan" ? <Link className="link" to="/scans/$scanId" params={{ scanId }}>{words.inScan}</Link> : <>{words.inKind[kind]}</>;
}

/** What happened, in words that follow the name of who did it. */
export function said(entry: HistoryEntry): string {
  const words = detailWords.now();
  const value = (name: string) => String(entry.after?.[name] ?? "");
  if (entry.kind === "found") return words.happened.found;
  if (entry.kind === "comment") return words.happened.comment;
  if (entry.kind === "state") {
    const until = typeof entry.after?.accepted_until === "string" ? day(entry.after.accepted_until) : null;
    return words.happened.state(sentence(value("state")), until);
  }
  if (entry.kind === "severity") return words.happened.severity(sentence(value("severity")));
  if (entry.kind === "due") return typeof entry.after?.due_at === "string" ? words.happened.due(day(entry.after.due_at)) : words.happened.dueByDeadlines;
  if (entry.kind === "retest") return words.happened.retest[value("outcome") as keyof typeof words.happened.retest] ?? words.happened.retest.unknown;
  if (entry.kind === "assignment") {
    const id = entry.after?.assignee_id;
    if (!id) return words.happened.unassigned;
    const name = entry.user?.id === id ? words.themselves : value("assignee_name") || words.somebody;
    return words.happened.assigned(visibleText(name, 80));
  }
  return words.happened.merge;
}

function CommentForm({ findingId }: { findingId: string }) {
  const words = detailWords();
  const queries = useQueryClient();
  const [text, setText, forget] = useDraft(`comment.${findingId}`, "");
  const [key, setKey] = useState(idempotencyKey);
  const write = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/findings/{finding_id}/comments", { params: { path: { finding_id: findingId }, header: { "Idempotency-Key": key } }, body: { text } })),
    onSuccess: async () => {
      forget();
      setKey(idempotencyKey());
      await queries.invalidateQueries({ queryKey: ["finding", findingId] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (text.trim() !== "") write.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Textarea
        label={words.comment}
        rows={2}
        maxLength={20_000}
        value={text}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => event.key === "Enter" && (event.ctrlKey || event.metaKey) && event.currentTarget.form?.requestSubmit()}
        error={faultOf(write.error, "text")}
      />
      {write.error && <div className="gap-above"><Failure error={write.error} /></div>}
      <Group mt="xs"><Button type="submit" size="xs" variant="default" disabled={text.trim() === ""} loading={write.isPending}>{words.write}</Button></Group>
    </form>
  );
}
