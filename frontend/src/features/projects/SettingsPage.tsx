import { Button, Group, NativeSelect, NumberInput, Stack, Text, Textarea, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { Exposure, Level, Project } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { Failure, faultOf, Waiting } from "../../shared/states";
import { Changes } from "./Changes";
import { projectWords } from "./messages";
import { useProject } from "./ProjectFrame";
import { ProjectKeys } from "./ProjectKeys";

const LEVELS = ["low", "medium", "high", "critical"] as const satisfies readonly Level[];
const EXPOSURES = ["private", "internal", "internet"] as const satisfies readonly Exposure[];
const DUE = ["critical", "high", "medium", "low"] as const;

/** What a project is, when its findings are due, its keys, and how to archive, move or delete it. */
export function SettingsPage() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  const project = useProject(projectId);
  if (project.isPending) return <Waiting />;
  if (project.error) return <Failure error={project.error} again={() => void project.refetch()} />;
  return (
    <Stack gap="xl" maw={760}>
      <General key={project.data.id} project={project.data} />
      <ProjectKeys projectId={projectId} />
      <Changes project={project.data} />
    </Stack>
  );
}

function General({ project }: { project: Project }) {
  const queries = useQueryClient();
  const words = projectWords();
  const { form } = words;
  const common = commonWords();
  const { name, description, importance, data_sensitivity, exposure, sla_days, max_concurrent_scans } = project;
  const [typed, setTyped] = useState({ name, description, importance, data_sensitivity, exposure, sla_days, max_concurrent_scans });
  const [read, setRead] = useState(project.version); // what was read before it was changed here
  const set = (part: Partial<typeof typed>) => setTyped((before) => ({ ...before, ...part }));
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PATCH("/api/v1/projects/{project_id}", {
          params: { path: { project_id: project.id }, header: { "If-Match": `"${read}"` } },
          body: typed,
        }),
      ),
    onSuccess: (changed) => {
      setRead(changed.version);
      for (const key of ["project", "projects", "overview", "findings"]) void queries.invalidateQueries({ queryKey: [key] });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const levels = LEVELS.map((value) => ({ value, label: form.levels[value] }));
  return (
    <form onSubmit={submit} className="panel">
      <Title order={2} size="h4" mb="md">{form.general}</Title>
      <Stack>
        <TextInput label={words.name} required value={typed.name} onChange={(event) => set({ name: event.currentTarget.value })} error={faultOf(save.error, "name")} />
        <Textarea label={words.description} rows={3} value={typed.description} onChange={(event) => set({ description: event.currentTarget.value })} error={faultOf(save.error, "description")} />
        <div className="fields">
          <NativeSelect label={form.importance} description={form.importanceWhy} value={typed.importance} onChange={(event) => set({ importance: event.currentTarget.value as Level })} data={levels} />
          <NativeSelect label={form.sensitivity} description={form.sensitivityWhy} value={typed.data_sensitivity} onChange={(event) => set({ data_sensitivity: event.currentTarget.value as Level })} data={levels} />
          <NativeSelect label={form.exposure} description={form.exposureWhy} value={typed.exposure} onChange={(event) => set({ exposure: event.currentTarget.value as Exposure })} data={EXPOSURES.map((value) => ({ value, label: form.exposures[value] }))} />
        </div>
        <fieldset className="plain">
          <legend>{form.sla}</legend>
          <Text size="sm" c="dimmed" mb="xs">{form.slaWhy}</Text>
          <div className="fields four">
            {DUE.map((severity) => (
              <NumberInput
                key={severity}
                label={form.daysTo(sentence(severity))}
                min={1}
                max={3650}
                allowDecimal={false}
                required
                value={typed.sla_days[severity]}
                onChange={(value) => set({ sla_days: { ...typed.sla_days, [severity]: Number(value) } })}
                error={faultOf(save.error, `sla_days.${severity}`)}
              />
            ))}
          </div>
        </fieldset>
        <NumberInput maw={240} label={form.concurrent} description={form.concurrentWhy} min={1} max={50} allowDecimal={false} required value={typed.max_concurrent_scans} onChange={(value) => set({ max_concurrent_scans: Number(value) })} error={faultOf(save.error, "max_concurrent_scans")} />
        {save.error && <Failure error={save.error} />}
        <Group>
          <Button type="submit" loading={save.isPending} disabled={project.archived_at !== null}>{common.save}</Button>
          <Text size="sm" role="status">{save.isSuccess && form.saved}</Text>
        </Group>
      </Stack>
    </form>
  );
}
