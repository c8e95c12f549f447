import { Button, Group, Stack, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { commonWords } from "../../language/common";
import { Failure } from "../../shared/states";
import { FileField } from "./FileField";
import { uploadSbom } from "./files";
import { sbomWords } from "./messages";

/** Keep an SBOM that another tool wrote. */
export function UploadSbom({ projectId, done }: { projectId: string; done: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const words = sbomWords();
  const common = commonWords();
  const [files, setFiles] = useState<File[]>([]);
  const [file] = files;
  const send = useMutation({
    mutationFn: (chosen: File) => uploadSbom(projectId, chosen),
    onSuccess: (sbom) => {
      void queries.invalidateQueries({ queryKey: ["sboms", projectId] });
      void navigate({ to: "/projects/$projectId/inventory/sboms/$sbomId", params: { projectId, sbomId: sbom.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (file) send.mutate(file);
  };
  return (
    <form onSubmit={submit} className="panel inventory-form" aria-label={words.upload}>
      <Title order={2} size="h4" mb="sm">{words.upload}</Title>
      <Stack maw={560}>
        <FileField label={words.file} why={words.fileWhy} files={files} choose={setFiles} />
        {send.error && <Failure error={send.error} />}
        <Group>
          <Button type="submit" disabled={!file} loading={send.isPending}>{words.upload}</Button>
          <Button variant="default" onClick={done}>{common.cancel}</Button>
        </Group>
      </Stack>
    </form>
  );
}
