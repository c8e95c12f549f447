import { Button, Group, NativeSelect, Stack, TextInput, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api, idempotencyKey } from "../../client/client";
import { commonWords } from "../../language/common";
import { Failure, faultOf } from "../../shared/states";
import { visibleText } from "../findings/inertText";
import { sbomWords } from "./messages";
import { useInventory } from "./usePackages";

/** Make an SBOM of a target, or of the whole project. */
export function MakeSbom({ projectId, done }: { projectId: string; done: () => void }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const words = sbomWords();
  const common = commonWords();
  const inventory = useInventory(projectId);
  const [typed, setTyped] = useState({ target: "", name: "", version: "" });
  const [key, setKey] = useState(idempotencyKey);
  const targets = new Map((inventory.data?.manifests ?? []).map((one) => [one.target_id, one.target]));
  const make = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/v1/projects/{project_id}/sboms", {
          params: { path: { project_id: projectId }, header: { "Idempotency-Key": key } },
          body: { target_id: typed.target || null, name: typed.name || null, version: typed.version },
        }),
      ),
    onSuccess: (sbom) => {
      void queries.invalidateQueries({ queryKey: ["sboms", projectId] });
      void navigate({ to: "/projects/$projectId/inventory/sboms/$sbomId", params: { projectId, sbomId: sbom.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    make.mutate();
  };
  const set = (name: keyof typeof typed) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setTyped((before) => ({ ...before, [name]: value }));
    setKey(idempotencyKey()); // another wish
  };
  return (
    <form onSubmit={submit} className="panel inventory-form" aria-label={words.make}>
      <Title order={2} size="h4" mb="sm">{words.make}</Title>
      <Stack maw={460}>
        <NativeSelect
          label={words.of}
          value={typed.target}
          onChange={set("target")}
          data={[{ value: "", label: words.whole }, ...[...targets].map(([value, name]) => ({ value, label: visibleText(name) }))]}
        />
        <TextInput label={words.name} description={words.nameWhy} value={typed.name} onChange={set("name")} error={faultOf(make.error, "name")} maxLength={200} />
        <TextInput label={words.version} description={words.versionWhy} value={typed.version} onChange={set("version")} error={faultOf(make.error, "version")} maxLength={100} />
        {make.error && <Failure error={make.error} />}
        <Group>
          <Button type="submit" loading={make.isPending}>{words.make}</Button>
          <Button variant="default" onClick={done}>{common.cancel}</Button>
        </Group>
      </Stack>
    </form>
  );
}
