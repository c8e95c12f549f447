import { Button, Group, NativeSelect, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import { commonWords } from "../../language/common";
import { figure } from "../../language/language";
import { useDraft } from "../../shared/drafts";
import { Inert } from "../../shared/Inert";
import { SEVERITIES, SeverityLabel } from "../../shared/labels";
import { atLeast } from "../../shared/roles";
import { Failure, faultOf, Nothing, Waiting } from "../../shared/states";
import { span } from "../../shared/times";
import { projectWords } from "./messages";
import { useProject } from "./ProjectFrame";
import { TargetPanel } from "./TargetPanel";

/** Where a project stands, and its targets. */
export function ProjectPage() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  const project = useProject(projectId);
  return (
    <Stack gap="xl">
      {project.data?.description && <Text className="written"><Inert text={project.data.description} /></Text>}
      <Standing projectId={projectId} />
      <Targets projectId={projectId} maintains={atLeast(project.data?.role, "maintainer") && project.data?.archived_at === null} />
    </Stack>
  );
}

function Standing({ projectId }: { projectId: string }) {
  const words = projectWords();
  const statistics = useQuery({
    queryKey: ["statistics", projectId],
    queryFn: () => answered(api.GET("/api/v1/projects/{project_id}/findings/statistics", { params: { path: { project_id: projectId } } })),
  });
  if (statistics.isPending) return <Waiting lines={1} />;
  if (statistics.error) return <Failure error={statistics.error} again={() => void statistics.refetch()} />;
  const { open_by_severity: counts, overdue, mean_seconds_to_fix: seconds } = statistics.data;
  return (
    <section aria-label={words.openFindings}>
      <div className="numbers">
        {SEVERITIES.map((severity) => (
          <Link key={severity} className="number" to="/projects/$projectId/findings" params={{ projectId }} search={{ severity: [severity] }}>
            <strong>{figure(counts[severity] ?? 0)}</strong>
            <SeverityLabel severity={severity} />
          </Link>
        ))}
        <div className="number"><strong>{figure(overdue)}</strong><span>{words.overdue}</span></div>
        <div className="number">
          <strong>{seconds === null ? "–" : seconds >= 86_400 ? words.days(Math.round(seconds / 86_400)) : span(seconds)}</strong>
          <span>{words.meanTimeToFix}</span>
        </div>
      </div>
    </section>
  );
}

function Targets({ projectId, maintains }: { projectId: string; maintains: boolean }) {
  const [adding, setAdding] = useState(false);
  const words = projectWords().targets;
  const common = commonWords();
  const targets = useQuery({
    queryKey: ["targets", projectId],
    queryFn: () =>
      answered(api.GET("/api/v1/projects/{project_id}/targets", { params: { path: { project_id: projectId }, query: { limit: 100 } } })),
  });
  const empty = targets.isSuccess && targets.data.items.length === 0;
  return (
    <Stack>
      <Group justify="space-between">
        <Title order={2} size="h3">{words.title}</Title>
        {!empty && maintains && <Button variant="default" size="xs" onClick={() => setAdding(!adding)}>{adding ? common.close : words.add}</Button>}
      </Group>
      {empty && <Nothing title={words.empty}>{maintains ? words.emptyWhy : words.emptyReading}</Nothing>}
      {(adding || empty) && maintains && <NewTarget projectId={projectId} done={() => setAdding(false)} />}
      {targets.isPending && <Waiting lines={2} />}
      {targets.error && <Failure error={targets.error} again={() => void targets.refetch()} />}
      {targets.data?.items.map((target) => <TargetPanel key={target.id} target={target} maintains={maintains} />)}
    </Stack>
  );
}

const EXAMPLE = "https://shop.example/";
const EMPTY = { kind: "web" as "web" | "api", locator: "", name: "" };

function NewTarget({ projectId, done }: { projectId: string; done: () => void }) {
  const queries = useQueryClient();
  const words = projectWords().targets;
  const [typed, setTyped, forget] = useDraft(`new-target.${projectId}`, EMPTY);
  const set = (part: Partial<typeof EMPTY>) => setTyped((before) => ({ ...before, ...part }));
  const create = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/v1/projects/{project_id}/targets", {
          params: { path: { project_id: projectId } },
          body: { kind: typed.kind, locator: typed.locator, name: typed.name || null },
        }),
      ),
    onSuccess: async () => {
      forget();
      await queries.invalidateQueries({ queryKey: ["targets", projectId] });
      void queries.invalidateQueries({ queryKey: ["overview"] });
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
        <NativeSelect
          label={words.kind}
          value={typed.kind}
          onChange={(event) => set({ kind: event.currentTarget.value as "web" | "api" })}
          data={[{ value: "web", label: words.web }, { value: "api", label: words.api }]}
        />
        <TextInput label={words.address} placeholder={EXAMPLE} type="url" required value={typed.locator} onChange={(event) => set({ locator: event.currentTarget.value })} error={faultOf(create.error, "locator")} />
        <TextInput label={words.name} description={words.nameWhy} value={typed.name} onChange={(event) => set({ name: event.currentTarget.value })} error={faultOf(create.error, "name")} />
        {create.error && <Failure error={create.error} />}
        <Group>
          <Button type="submit" loading={create.isPending}>{words.create}</Button>
          <Text size="sm" c="dimmed">{words.quiet}</Text>
        </Group>
      </Stack>
    </form>
  );
}
