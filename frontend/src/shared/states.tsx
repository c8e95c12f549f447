// What a page shows when there is nothing, when it waits, and when something went wrong.
import { Alert, Button, Skeleton, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { ApiProblem } from "../client/client";
import { commonWords } from "../language/common";
import { Inert } from "./Inert";

export function Nothing({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <div className="panel nothing">
      <Title order={2} size="h4">{title}</Title>
      {children !== undefined && <Text component="div" mt="xs" c="dimmed">{children}</Text>}
    </div>
  );
}

export function Waiting({ lines = 5 }: { lines?: number }) {
  const words = commonWords();
  return (
    <Stack role="status" aria-label={words.loading} gap="sm">
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} height={index === 0 ? 32 : 48} />
      ))}
    </Stack>
  );
}

type FailureWords = ReturnType<typeof commonWords>["failures"];
const TITLES: Record<number, keyof FailureWords> = {
  0: "unreachable",
  401: "notLoggedIn",
  403: "forbidden",
  404: "notFound",
  409: "conflict",
  412: "changed",
  422: "invalid",
  429: "tooOften",
};

/** An error in words: what happened, and a way to try again. */
export function Failure({ error, again }: { error: unknown; again?: () => void }) {
  const problem = error instanceof ApiProblem ? error : null;
  const status = problem?.status ?? -1;
  const words = commonWords();
  return (
    <Alert
      role="alert"
      color="red"
      title={words.failures[TITLES[status] ?? (status >= 500 ? "server" : "other")]}
    >
      <Text size="sm" hidden={(problem?.faults.length ?? 0) > 0}><Inert text={error instanceof Error ? error.message : String(error)} limit={2000} /></Text>
      {problem?.faults.map((fault) => (
        <Text size="sm" key={fault.field}><code className="snippet">{fault.field.replace(/^body\./, "")}</code>: <Inert text={fault.message} limit={500} /></Text>
      ))}
      {problem?.requestId && status >= 500 && <Text size="xs" mt={4}>{words.requestNumber(problem.requestId)}</Text>}
      {again && <Button mt="sm" size="xs" variant="default" onClick={again}>{words.tryAgain}</Button>}
    </Alert>
  );
}

/** The complaint about one field of a form, for its `error`. */
export function faultOf(error: unknown, field: string): string | undefined {
  return error instanceof ApiProblem ? error.faults.find((fault) => fault.field === `body.${field}`)?.message : undefined;
}
