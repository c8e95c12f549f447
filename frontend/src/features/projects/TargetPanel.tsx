import { Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { Target } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Confirm } from "../../shared/Confirm";
import { Inert } from "../../shared/Inert";
import { Failure, faultOf } from "../../shared/states";
import { relative } from "../../shared/times";
import { projectWords } from "./messages";
import { Proving } from "./Proving";
import { plainText } from "../../shared/visible";

type Open = "edit" | "delete" | null;

/** One target: where it stands, and what has to be done before it may be scanned. */
export function TargetPanel({ target, maintains }: { target: Target; maintains: boolean }) {
  const [open, setOpen] = useState<Open>(null);
  const words = projectWords().targets;
  return (
    <section className="panel" aria-label={plainText(target.name)}>
      <Group justify="space-between" align="start">
        <div>
          <Title order={3} size="h4"><Inert text={target.name} limit={300} /></Title>
          {target.name !== target.locator && <Text size="sm" c="dimmed"><Inert text={target.locator} limit={500} /></Text>}
          <Text size="sm" mt={4}>{standing(target)}</Text>
        </div>
        <Group gap="xs">
          {maintains && <Button variant="default" size="xs" onClick={() => setOpen(open === "edit" ? null : "edit")}>{words.edit}</Button>}
          {maintains && <Button variant="default" size="xs" onClick={() => setOpen("delete")}>{words.delete}</Button>}
          {target.scannable && (
            <Button renderRoot={(props) => <Link {...props} to="/projects/$projectId/scans/new" params={{ projectId: target.project_id }} search={{ target: target.id }} />}>
              {words.scan}
            </Button>
          )}
        </Group>
      </Group>
      {open === "edit" && <Edit target={target} done={() => setOpen(null)} />}
      {open === "delete" && <Deletion target={target} close={() => setOpen(null)} />}
      {!target.scannable && target.proof !== null && <Proving target={target} proof={target.proof} maintains={maintains} />}
    </section>
  );
}

function standing(target: Target): string {
  const words = projectWords.now();
  if (target.proof === null) return words.targets.uploaded;
  if (target.verified_at !== null) {
    return words.targets.proven(relative(target.verified_at), target.verification_method === null ? "" : words.proof.ways[target.verification_method]);
  }
  return target.allowed ? words.targets.allowed : words.targets.unproven;
}

function Edit({ target, done }: { target: Target; done: () => void }) {
  const queries = useQueryClient();
  const words = projectWords().targets;
  const common = commonWords();
  const [typed, setTyped] = useState({ name: target.name, locator: target.locator });
  const web = target.proof !== null;
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PATCH("/api/v1/targets/{target_id}", {
          params: { path: { target_id: target.id } },
          body: { name: typed.name, ...(web && typed.locator !== target.locator ? { locator: typed.locator } : {}) },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["targets", target.project_id] });
      done();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={520} mt="md" gap="sm">
        <TextInput label={words.name} required value={typed.name} onChange={(event) => setTyped({ ...typed, name: event.currentTarget.value })} error={faultOf(save.error, "name")} />
        {web && <TextInput label={words.address} description={words.moved} type="url" required value={typed.locator} onChange={(event) => setTyped({ ...typed, locator: event.currentTarget.value })} error={faultOf(save.error, "locator")} />}
        {save.error && <Failure error={save.error} />}
        <Group>
          <Button type="submit" size="xs" loading={save.isPending}>{common.save}</Button>
          <Button size="xs" variant="default" onClick={done}>{common.cancel}</Button>
        </Group>
      </Stack>
    </form>
  );
}

function Deletion({ target, close }: { target: Target; close: () => void }) {
  const queries = useQueryClient();
  const words = projectWords().targets;
  const remove = useMutation({
    mutationFn: () => answered(api.DELETE("/api/v1/targets/{target_id}", { params: { path: { target_id: target.id } } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["targets", target.project_id] });
      close();
    },
  });
  return (
    <Confirm title={words.deleteTitle} action={words.delete} name={target.name} pending={remove.isPending} error={remove.error} close={close} confirm={() => remove.mutate()}>
      {words.deleteWhy}
    </Confirm>
  );
}
