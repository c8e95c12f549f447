import { Button, Group, NativeSelect, Stack, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import { answered, api } from "../../client/client";
import type { LicencePolicyAnswer, Verdict } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Confirm } from "../../shared/Confirm";
import { Failure, faultOf, Waiting } from "../../shared/states";
import { inventoryWords, licenceWords } from "./messages";
import { VERDICTS } from "./search";

interface Props {
  projectId: string;
  done: () => void;
}

/** Write which licences a project may use. */
export function LicencePolicyForm(props: Props) {
  const params = { path: { project_id: props.projectId } };
  const policy = useQuery({
    queryKey: ["licence-policy", props.projectId],
    queryFn: () => answered(api.GET("/api/v1/projects/{project_id}/licence-policy", { params })),
  });
  if (policy.isPending) return <Waiting lines={3} />;
  if (policy.error) return <Failure error={policy.error} again={() => void policy.refetch()} />;
  return <Form {...props} policy={policy.data} />;
}

const listed = (names: readonly string[] | undefined) => (names ?? []).join("\n");
const names = (text: string) => text.split(/[\n,]+/).map((name) => name.trim()).filter(Boolean);

function Form({ projectId, done, policy }: Props & { policy: LicencePolicyAnswer }) {
  const queries = useQueryClient();
  const words = licenceWords();
  const { verdicts } = inventoryWords();
  const common = commonWords();
  const [typed, setTyped] = useState({ allow: listed(policy.rules.allow), warn: listed(policy.rules.warn), deny: listed(policy.rules.deny) });
  const [others, setOthers] = useState<Verdict>(policy.rules.others ?? "warn");
  const [unknown, setUnknown] = useState<Verdict | "">(policy.rules.unknown ?? "");
  const [dropping, setDropping] = useState(false);
  const params = { path: { project_id: projectId } };
  const held = async () => {
    await Promise.all(["licences", "licence-policy", "packages", "package"].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    done();
  };
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT("/api/v1/projects/{project_id}/licence-policy", {
          params: { ...params, ...(policy.source === "project" ? { header: { "If-Match": `"${policy.version}"` } } : {}) },
          body: { allow: names(typed.allow), warn: names(typed.warn), deny: names(typed.deny), others, unknown: unknown || null },
        }),
      ),
    onSuccess: held,
  });
  const drop = useMutation({ mutationFn: () => answered(api.DELETE("/api/v1/projects/{project_id}/licence-policy", { params })), onSuccess: held });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const lists = [["allow", words.allow], ["warn", words.warn], ["deny", words.deny]] as const;
  return (
    <form onSubmit={submit} className="panel" aria-label={words.editing}>
      <Title order={2} size="h4" mb="xs">{words.editing}</Title>
      <Text size="sm" c="dimmed" mb="sm">{words.listWhy}</Text>
      <div className="fields policy-fields">
        {lists.map(([name, label]) => (
          <Textarea
            key={name}
            label={label}
            autosize
            minRows={4}
            maxRows={14}
            spellCheck={false}
            value={typed[name]}
            error={faultOf(save.error, name)}
            onChange={(event) => {
              const { value } = event.currentTarget;
              setTyped((before) => ({ ...before, [name]: value }));
            }}
          />
        ))}
      </div>
      <Stack mt="md" maw={420}>
        <NativeSelect label={words.others} value={others} onChange={(event) => setOthers(event.currentTarget.value as Verdict)} data={VERDICTS.map((verdict) => ({ value: verdict, label: verdicts[verdict] }))} />
        <NativeSelect label={words.unknown} value={unknown} onChange={(event) => setUnknown(event.currentTarget.value as Verdict | "")} data={[{ value: "", label: words.likeOthers }, ...VERDICTS.map((verdict) => ({ value: verdict, label: verdicts[verdict] }))]} />
        <Text size="sm" c="dimmed">{words.saved}</Text>
      </Stack>
      {save.error && <Failure error={save.error} />}
      <Group mt="md">
        <Button type="submit" loading={save.isPending}>{common.save}</Button>
        <Button variant="default" onClick={done}>{common.cancel}</Button>
        {policy.source === "project" && <Button variant="subtle" color="red" onClick={() => setDropping(true)}>{words.drop}</Button>}
      </Group>
      {dropping && <Confirm title={words.drop} action={words.dropIt} pending={drop.isPending} error={drop.error} close={() => setDropping(false)} confirm={() => drop.mutate()}>{words.dropWhy}</Confirm>}
    </form>
  );
}
