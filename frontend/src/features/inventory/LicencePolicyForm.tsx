import { Button, Group, NativeSelect, Stack, Text, Textarea, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState, type FormEvent } from "react";
import type { LicencePolicyAnswer, Verdict } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Confirm } from "../../shared/Confirm";
import { Failure, faultOf, Waiting } from "../../shared/states";
import { inventoryWords, licenceWords } from "./messages";
import { readPolicy, removePolicy, writePolicy, type PolicyOwner } from "./policies";
import { VERDICTS } from "./search";

interface Props {
  owner: PolicyOwner;
  /** After it was saved or removed. */
  done: () => void;
  cancel?: () => void;
}

/** Write which licences a project may use, or the projects of a team. */
export function LicencePolicyForm(props: Props) {
  const { owner } = props;
  const policy = useQuery({ queryKey: ["licence-policy", owner.kind, owner.id], queryFn: () => readPolicy(owner) });
  if (policy.isPending) return <Waiting lines={3} />;
  if (policy.error) return <Failure error={policy.error} again={() => void policy.refetch()} />;
  return <Form {...props} policy={policy.data} />;
}

const listed = (names: readonly string[] | undefined) => (names ?? []).join("\n");
const names = (text: string) => text.split(/[\n,]+/).map((name) => name.trim()).filter(Boolean);

function Form({ owner, done, cancel, policy }: Props & { policy: LicencePolicyAnswer }) {
  const queries = useQueryClient();
  const words = licenceWords();
  const { verdicts } = inventoryWords();
  const common = commonWords();
  const [typed, setTyped] = useState({ allow: listed(policy.rules.allow), warn: listed(policy.rules.warn), deny: listed(policy.rules.deny) });
  const [others, setOthers] = useState<Verdict>(policy.rules.others ?? "warn");
  const [unknown, setUnknown] = useState<Verdict | "">(policy.rules.unknown ?? "");
  const [dropping, setDropping] = useState(false);
  const own = policy.source === owner.kind;
  const held = async () => {
    await Promise.all(["licences", "licence-policy", "packages", "package"].map((key) => queries.invalidateQueries({ queryKey: [key] })));
    done();
  };
  const save = useMutation({
    mutationFn: () => writePolicy(owner, { allow: names(typed.allow), warn: names(typed.warn), deny: names(typed.deny), others, unknown: unknown || null }, policy),
    onSuccess: held,
  });
  const drop = useMutation({ mutationFn: () => removePolicy(owner), onSuccess: held });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  const lists = [["allow", words.allow], ["warn", words.warn], ["deny", words.deny]] as const;
  return (
    <form onSubmit={submit} className="panel" aria-label={words.editing[owner.kind]}>
      <Title order={2} size="h4" mb="xs">{words.editing[owner.kind]}</Title>
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
        {cancel !== undefined && <Button variant="default" onClick={cancel}>{common.cancel}</Button>}
        {own && <Button variant="subtle" color="red" onClick={() => setDropping(true)}>{words.drop[owner.kind]}</Button>}
      </Group>
      {dropping && <Confirm title={words.drop[owner.kind]} action={words.dropIt} pending={drop.isPending} error={drop.error} close={() => setDropping(false)} confirm={() => drop.mutate()}>{words.dropWhy[owner.kind]}</Confirm>}
    </form>
  );
}
