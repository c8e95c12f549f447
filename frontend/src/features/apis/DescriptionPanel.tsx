import { Alert, Button, Group, Stack, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { Description } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { Failure, faultOf, Waiting } from "../../shared/states";
import { moment, relative } from "../../shared/times";
import { bytes } from "../administration/bytes";
import { FileField } from "../inventory/FileField";
import { apiWords } from "./messages";

/** What is known of the API of a target: its description, and who asks it. */
export function useApi(targetId: string) {
  return useQuery({
    queryKey: ["target-api", targetId],
    queryFn: () => answered(api.GET("/api/v1/targets/{target_id}/api", { params: { path: { target_id: targetId } } })),
  });
}

/** What the API of a target can do: kept as a file, or known by its address. */
export function DescriptionPanel({ targetId, maintains }: { targetId: string; maintains: boolean }) {
  const words = apiWords();
  const known = useApi(targetId);
  const [changing, setChanging] = useState(false);
  return (
    <section className="panel">
      <Title order={2} size="h4">{words.describe}</Title>
      <Text size="sm" c="dimmed" mb="md">{words.describeWhy}</Text>
      {known.isPending && <Waiting lines={1} />}
      {known.error && <Failure error={known.error} again={() => void known.refetch()} />}
      {known.data?.description && <Kept description={known.data.description} maintains={maintains} change={() => setChanging(!changing)} />}
      {maintains && known.isSuccess && (known.data.description === null || changing) && <Choose targetId={targetId} done={() => setChanging(false)} />}
    </section>
  );
}

function Kept({ description, maintains, change }: { description: Description; maintains: boolean; change: () => void }) {
  const words = apiWords();
  const queries = useQueryClient();
  const forget = useMutation({
    mutationFn: () => answered(api.DELETE("/api/v1/targets/{target_id}/api-description", { params: { path: { target_id: description.target_id } } })),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["target-api", description.target_id] }),
  });
  const linked = description.url !== "";
  return (
    <Stack gap="xs">
      <Text>
        <strong><Inert text={linked ? description.url : description.title || description.file_name} limit={300} /></strong>
        {" · "}{linked ? words.linked : `${description.format}, ${words.operations(description.operation_count)}, ${bytes(description.size)}`}
        {" · "}<time title={moment(description.created_at)}>{relative(description.created_at)}</time>
      </Text>
      {forget.error && <Failure error={forget.error} />}
      {maintains && (
        <Group gap="xs">
          <Button size="xs" variant="default" onClick={change}>{words.replace}</Button>
          <Button size="xs" variant="default" loading={forget.isPending} onClick={() => forget.mutate()}>{words.forget}</Button>
        </Group>
      )}
    </Stack>
  );
}

function Choose({ targetId, done }: { targetId: string; done: () => void }) {
  const words = apiWords();
  const queries = useQueryClient();
  const [files, setFiles] = useState<File[]>([]);
  const [url, setUrl] = useState("");
  const file = files[0];
  const keep = useMutation({
    mutationFn: async () => {
      const body = file === undefined ? { url } : { content: await file.text(), file_name: file.name };
      return answered(api.PUT("/api/v1/targets/{target_id}/api-description", { params: { path: { target_id: targetId } }, body }));
    },
    onSuccess: async (kept) => {
      await queries.invalidateQueries({ queryKey: ["target-api", targetId] });
      if ((kept.notices ?? []).length === 0) done();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    keep.mutate();
  };
  const notices = keep.data?.notices ?? [];
  return (
    <form onSubmit={submit}>
      <Stack maw={560} mt="md" gap="sm">
        <FileField label={words.file} why={words.fileWhy} files={files} choose={setFiles} />
        {file === undefined && <TextInput type="url" label={words.orLink} description={words.orLinkWhy} value={url} onChange={(event) => setUrl(event.currentTarget.value)} error={faultOf(keep.error, "url")} />}
        {keep.error && <Failure error={keep.error} />}
        {notices.length > 0 && (
          <Alert color="yellow" title={words.notRead} role="status">
            <ul lang="en">{notices.map((notice) => <li key={notice}><Inert text={notice} limit={500} /></li>)}</ul>
          </Alert>
        )}
        <Group><Button type="submit" variant="default" loading={keep.isPending} disabled={file === undefined && url === ""}>{words.keep}</Button></Group>
      </Stack>
    </form>
  );
}
