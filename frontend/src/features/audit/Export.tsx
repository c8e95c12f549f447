import { Button, Group, Text } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { answered, api } from "../../client/client";
import { Failure } from "../../shared/states";
import { auditWords } from "./messages";
import { auditFilter, type AuditSearch } from "./search";

/** Everything that fits as a file. That it was exported is an entry of the log itself. */
export function Export({ search }: { search: AuditSearch }) {
  const words = auditWords();
  const save = useMutation({
    mutationFn: async (format: "csv" | "jsonl") => {
      const query = { ...auditFilter(search), format };
      const file = (await answered(api.GET("/api/v1/audit/export", { params: { query }, parseAs: "blob" }))) as Blob;
      const link = document.createElement("a");
      link.href = URL.createObjectURL(file);
      link.download = `audit-${new Date().toISOString().slice(0, 10)}.${format}`;
      link.click();
      setTimeout(() => URL.revokeObjectURL(link.href), 10_000);
    },
  });
  return (
    <>
      <Group gap="xs" mb="sm">
        <Text size="sm">{words.exportAs}</Text>
        <Button size="compact-sm" variant="default" loading={save.isPending && save.variables === "csv"} onClick={() => save.mutate("csv")}>{words.csv}</Button>
        <Button size="compact-sm" variant="default" loading={save.isPending && save.variables === "jsonl"} onClick={() => save.mutate("jsonl")}>{words.jsonLines}</Button>
      </Group>
      {save.error && <Failure error={save.error} />}
    </>
  );
}
