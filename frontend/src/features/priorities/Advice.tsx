// What the optional language model writes of a finding: asked for by a person, labelled, shown as plain text.
import { Button, Group, Loader, Text, Title } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { AdviceAnswer } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { Failure } from "../../shared/states";
import { relative } from "../../shared/times";
import { adviceWords } from "./messages";
import "./priorities.css";

type Kind = AdviceAnswer["kind"];

/** A panel to ask the language model; nothing where none is set up. */
export function Advice({ findingId }: { findingId: string }) {
  const words = adviceWords();
  const [kind, setKind] = useState<Kind>("explanation");
  const available = useQuery({
    queryKey: ["language-model"],
    queryFn: () => answered(api.GET("/api/v1/language-model")),
    staleTime: Infinity,
  });
  const ask = useMutation({
    mutationFn: ({ wanted, again }: { wanted: Kind; again: boolean }) =>
      answered(api.POST("/api/v1/findings/{finding_id}/advice", { params: { path: { finding_id: findingId } }, body: { kind: wanted, again } })),
  });
  if (!available.data?.enabled) return null;
  const start = (wanted: Kind, again = false) => {
    setKind(wanted);
    ask.mutate({ wanted, again });
  };
  return (
    <section className="panel machine">
      <Title order={2} size="h4" mb="xs">{words.title}</Title>
      <Text size="sm" c="dimmed"><Inert text={words.why(available.data.model ?? "", available.data.endpoint ?? "")} limit={600} /></Text>
      <Group mt="sm" gap="sm">
        <Button size="xs" variant="default" disabled={ask.isPending} onClick={() => start("explanation")}>{words.explanation}</Button>
        <Button size="xs" variant="default" disabled={ask.isPending} onClick={() => start("fix")}>{words.fix}</Button>
      </Group>
      <div aria-live="polite">
        {ask.isPending && <Group mt="md" gap="sm"><Loader size="xs" aria-hidden="true" /><Text size="sm">{words.asking}</Text></Group>}
        {ask.error && !ask.isPending && <Failure error={ask.error} again={() => start(kind, true)} />}
        {ask.data && !ask.isPending && <Written advice={ask.data} again={() => start(ask.data.kind, true)} />}
      </div>
    </section>
  );
}

function Written({ advice, again }: { advice: AdviceAnswer; again: () => void }) {
  const words = adviceWords();
  return (
    <article aria-label={words.kinds[advice.kind]}>
      <Group mt="md" gap="sm" align="center">
        <span className="machine-label">{words.machine}</span>
        <Text size="sm" fw={600}>{words.kinds[advice.kind]}</Text>
      </Group>
      <Text size="sm" c="dimmed" mt={4}>{words.machineWhy}</Text>
      <Text component="div" className="written" mt="sm" lang="en"><Inert text={advice.text} limit={8000} /></Text>
      <Group mt="sm" gap="md" justify="space-between">
        <Text size="xs" c="dimmed"><Inert text={words.written(advice.model, relative(advice.written_at))} limit={300} /></Text>
        <Button size="xs" variant="default" onClick={again}>{words.again}</Button>
      </Group>
      <details>
        <Text component="summary" size="xs" c="dimmed">{words.sent}</Text>
        <Text size="xs" lang="en">{advice.sent.join(", ")}</Text>
      </details>
    </article>
  );
}
