import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import { SEVERITIES, SeverityLabel } from "../../shared/labels";
import { Failure, faultOf, Nothing, Waiting } from "../../shared/states";
import { span } from "../../shared/times";
import { TargetPanel } from "./TargetPanel";

/** Where a project stands, and its targets. */
export function ProjectPage() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  return (
    <Stack gap="xl">
      <Standing projectId={projectId} />
      <Targets projectId={projectId} />
    </Stack>
  );
}

function Standing({ projectId }: { projectId: string }) {
  const statistics = useQuery({
    queryKey: ["statistics", projectId],
    queryFn: () => answered(api.GET("/api/v1/projects/{project_id}/findings/statistics", { params: { path: { project_id: projectId } } })),
  });
  if (statistics.isPending) return <Waiting lines={1} />;
  if (statistics.error) return <Failure error={statistics.error} again={() => void statistics.refetch()} />;
  const { open_by_severity, overdue, mean_seconds_to_fix } = statistics.data;
  const counts = open_by_severity as Record<string, number>;
  return (
    <section aria-label="Open findings">
      <div className="numbers">
        {SEVERITIES.map((severity) => (
          <Link key={severity} className="number" to="/projects/$projectId/findings" params={{ projectId }} search={{ severity: [severity] }}>
            <strong>{(counts[severity] ?? 0).toLocaleString()}</strong>
            <SeverityLabel severity={severity} />
          </Link>
        ))}
        <div className="number"><strong>{overdue.toLocaleString()}</strong><span>overdue</span></div>
        <div className="number">
          <strong>{mean_seconds_to_fix === null ? "–" : mean_seconds_to_fix >= 86_400 ? `${Math.round(mean_seconds_to_fix / 86_400)} d` : span(mean_seconds_to_fix)}</strong>
          <span>mean time to fix</span>
        </div>
      </div>
    </section>
  );
}

function Targets({ projectId }: { projectId: string }) {
  const [adding, setAdding] = useState(false);
  const targets = useQuery({
    queryKey: ["targets", projectId],
    queryFn: () =>
      answered(api.GET("/api/v1/projects/{project_id}/targets", { params: { path: { project_id: projectId }, query: { limit: 100 } } })),
  });
  const empty = targets.isSuccess && targets.data.items.length === 0;
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2} size="h3">Targets</Title>
        {!empty && <Button variant="default" size="xs" onClick={() => setAdding(!adding)}>{adding ? "Close" : "Add a target"}</Button>}
      </Group>
      {empty && <Nothing title="What should be looked at?">Name the address of a web application. You then show that it is yours, and can scan it.</Nothing>}
      {(adding || empty) && <NewTarget projectId={projectId} done={() => setAdding(false)} />}
      {targets.isPending && <Waiting lines={2} />}
      {targets.error && <Failure error={targets.error} again={() => void targets.refetch()} />}
      {targets.data?.items.map((target) => <TargetPanel key={target.id} target={target} />)}
    </Stack>
  );
}

function NewTarget({ projectId, done }: { projectId: string; done: () => void }) {
  const queries = useQueryClient();
  const [locator, setLocator] = useState("");
  const [name, setName] = useState("");
  const create = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/v1/projects/{project_id}/targets", {
          params: { path: { project_id: projectId } },
          body: { kind: "web", locator, name: name || null },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["targets", projectId] });
      done();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate();
  };
  return (
    <form onSubmit={submit} className="panel">
      <Stack maw={520}>
        <TextInput label="Address" placeholder="https://shop.example/" type="url" required value={locator} onChange={(event) => setLocator(event.currentTarget.value)} error={faultOf(create.error, "locator")} />
        <TextInput label="Name" description="Optional; otherwise the address is shown." value={name} onChange={(event) => setName(event.currentTarget.value)} error={faultOf(create.error, "name")} />
        {create.error && <Failure error={create.error} />}
        <Group>
          <Button type="submit" loading={create.isPending}>Add the target</Button>
          <Text size="sm" c="dimmed">Nothing is sent to it yet.</Text>
        </Group>
      </Stack>
    </form>
  );
}
