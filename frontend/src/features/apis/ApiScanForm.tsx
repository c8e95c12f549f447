import { Button, Group, NativeSelect, NumberInput, Radio, Stack, Switch } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api, idempotencyKey } from "../../client/client";
import type { Profile, Target } from "../../client/schema";
import { Failure, Nothing } from "../../shared/states";
import { plainText } from "../../shared/visible";
import { newScanWords } from "../scans/newScan/messages";
import { ActorsPanel } from "./ActorsPanel";
import { DescriptionPanel } from "./DescriptionPanel";
import { apiWords } from "./messages";

interface Props {
  projectId: string;
  /** Addresses that may be scanned. */
  targets: Target[];
  first: string | undefined;
  maintains: boolean;
}

/** Describe the API of a target, say who asks, and start the scan. */
export function ApiScanForm({ projectId, targets, first, maintains }: Props) {
  const words = newScanWords();
  if (targets.length === 0) {
    return <Nothing title={words.noTarget}><Link className="link" to="/projects/$projectId" params={{ projectId }}>{words.addTarget}</Link></Nothing>;
  }
  return <Form targets={targets} first={targets.find(({ id }) => id === first) ?? (targets[0] as Target)} maintains={maintains} />;
}

function Form({ targets, first, maintains }: { targets: Target[]; first: Target; maintains: boolean }) {
  const words = newScanWords();
  const own = apiWords();
  const [targetId, setTargetId] = useState(first.id);
  return (
    <Stack>
      <NativeSelect maw={560} label={words.target} value={targetId} onChange={(event) => setTargetId(event.currentTarget.value)} data={targets.map(({ id, name }) => ({ value: id, label: plainText(name) }))} />
      <DescriptionPanel key={`description ${targetId}`} targetId={targetId} maintains={maintains} />
      <ActorsPanel key={`actors ${targetId}`} targetId={targetId} maintains={maintains} />
      <Options targetId={targetId} maintains={maintains} labels={own} />
    </Stack>
  );
}

function Options({ targetId, maintains, labels }: { targetId: string; maintains: boolean; labels: ReturnType<typeof apiWords> }) {
  const words = newScanWords();
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [profile, setProfile] = useState<Profile>("standard");
  const [rate, setRate] = useState<number | null>(null);
  const [register, setRegister] = useState(true);
  const [destructive, setDestructive] = useState(false);
  const options = { profile, requests_per_second: rate, register_users: register, allow_destructive: destructive };
  const body = { target_id: targetId, scanner: "api" as const, options };
  const [key, setKey] = useState({ value: idempotencyKey(), of: JSON.stringify(body) });
  const start = useMutation({
    mutationFn: () => {
      // The same form sent twice starts one scan; a changed one is another wish and gets another key.
      const text = JSON.stringify(body);
      const used = key.of === text ? key : { value: idempotencyKey(), of: text };
      setKey(used);
      return answered(api.POST("/api/v1/scans", { body, params: { header: { "Idempotency-Key": used.value } } }));
    },
    onSuccess: (scan) => {
      void queries.invalidateQueries({ queryKey: ["scans"] });
      void navigate({ to: "/scans/$scanId", params: { scanId: scan.id } });
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    start.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={560}>
        <Radio.Group label={words.thorough} value={profile} onChange={(value) => setProfile(value as Profile)}>
          <Group mt={6}>{(["quick", "standard", "deep"] as const).map((value) => <Radio key={value} value={value} label={words.profiles[value]} />)}</Group>
        </Radio.Group>
        <NumberInput label={words.rate} description={words.rateWhy} min={1} max={1000} allowDecimal={false} value={rate ?? ""} onChange={(value) => setRate(value === "" ? null : Number(value))} />
        <Switch label={labels.register} description={labels.registerWhy} checked={register} onChange={(event) => setRegister(event.currentTarget.checked)} />
        {maintains && <Switch label={labels.destructive} description={labels.destructiveWhy} checked={destructive} onChange={(event) => setDestructive(event.currentTarget.checked)} />}
        {start.error && <Failure error={start.error} />}
        <Group><Button type="submit" loading={start.isPending}>{words.start}</Button></Group>
      </Stack>
    </form>
  );
}
