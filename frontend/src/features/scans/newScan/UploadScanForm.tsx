import { Alert, Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../../client/client";
import type { Target } from "../../../client/schema";
import { Inert } from "../../../shared/Inert";
import { Failure } from "../../../shared/states";
import { FileField } from "../../inventory/FileField";
import { uploadFile } from "../../inventory/files";
import { visibleText } from "../../findings/inertText";
import "../../inventory/inventory.css";
import { newScanWords } from "./messages";

interface Props {
  projectId: string;
  /** Those that something was uploaded to. */
  targets: Target[];
  first: string | undefined;
}

type Refused = { name: string; why: string };

/** Upload what is to be looked up, and scan it: one file into a target, or several, each a target of its own. */
export function UploadScanForm({ projectId, targets, first }: Props) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const words = newScanWords();
  const [files, setFiles] = useState<File[]>([]);
  const [targetId, setTargetId] = useState(first ?? "");
  const [name, setName] = useState("");
  const [development, setDevelopment] = useState(true);
  const [refused, setRefused] = useState<Refused[]>([]);
  const several = files.length > 1;
  const start = useMutation({
    mutationFn: async () => {
      setRefused([]);
      const found: Refused[] = [];
      const wanted: { target_id: string; scanner: "dependencies"; options: { development: boolean; upload_id?: string } }[] = [];
      for (const file of files) {
        try {
          const upload = await uploadFile(projectId, file, several ? {} : targetId ? { target_id: targetId } : name.trim() ? { target: name.trim() } : {});
          wanted.push({ target_id: upload.target_id, scanner: "dependencies", options: { development, upload_id: upload.id } });
        } catch (error) {
          if (!several) throw error;
          found.push({ name: file.name, why: error instanceof Error ? error.message : String(error) });
        }
      }
      if (files.length === 0) wanted.push({ target_id: targetId, scanner: "dependencies", options: { development } });
      if (wanted.length === 1 && !several && wanted[0]) return { refused: found, scans: [await answered(api.POST("/api/v1/scans", { body: wanted[0] }))] };
      const { items } = wanted.length === 0 ? { items: [] } : await answered(api.POST("/api/v1/scans/batch", { body: { scans: wanted } }));
      const problems = items.flatMap(({ problem }) => (problem ? [{ name: "", why: problem.detail }] : []));
      return { refused: [...found, ...problems], scans: items.flatMap(({ scan }) => (scan ? [scan] : [])) };
    },
    onSuccess: (outcome) => {
      for (const key of ["scans", "targets"]) void queries.invalidateQueries({ queryKey: [key] });
      setRefused(outcome.refused);
      if (outcome.refused.length > 0) return;
      const [only] = outcome.scans;
      if (only && outcome.scans.length === 1) void navigate({ to: "/scans/$scanId", params: { scanId: only.id } });
      else void navigate({ to: "/projects/$projectId/scans", params: { projectId } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  const scanned = start.data?.scans.length ?? 0;
  return (
    <form onSubmit={submit}>
      <Stack maw={560}>
        <FileField label={words.file} why={words.fileWhy} files={files} choose={setFiles} several />
        {several ? (
          <Text size="sm" c="dimmed">{words.each}</Text>
        ) : (
          <>
            {targets.length > 0 && (
              <NativeSelect
                label={words.into}
                description={targetId ? words.newest : undefined}
                value={targetId}
                onChange={(event) => setTargetId(event.currentTarget.value)}
                data={[{ value: "", label: words.newTarget }, ...targets.map((one) => ({ value: one.id, label: visibleText(one.name) }))]}
              />
            )}
            {targetId === "" && <TextInput label={words.name} description={words.newTargetWhy} placeholder={files[0]?.name} value={name} maxLength={200} onChange={(event) => setName(event.currentTarget.value)} />}
          </>
        )}
        <Checkbox label={words.development} checked={development} onChange={(event) => setDevelopment(event.currentTarget.checked)} />
        {start.error && <Failure error={start.error} />}
        {refused.length > 0 && (
          <Alert color="red" title={words.some(refused.length)} role="alert">
            <ul className="plain-list">{refused.map((one, index) => <li key={index}><Inert text={one.name} limit={200} /> <span lang="en"><Inert text={one.why} limit={500} /></span></li>)}</ul>
            {scanned > 0 && <Text size="sm" mt="xs">{words.others} <Link className="link" to="/projects/$projectId/scans" params={{ projectId }}>{words.toScans}</Link></Text>}
          </Alert>
        )}
        <Group><Button type="submit" disabled={files.length === 0 && targetId === ""} loading={start.isPending}>{several ? words.startMany(files.length) : words.start}</Button></Group>
      </Stack>
    </form>
  );
}
