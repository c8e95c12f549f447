import { Button, Group, NativeSelect, NumberInput, PasswordInput, Radio, Stack, Switch, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api, idempotencyKey } from "../../../client/client";
import type { Profile, Target } from "../../../client/schema";
import { Failure, faultOf, Nothing } from "../../../shared/states";
import { visibleText } from "../../findings/inertText";
import { newScanWords } from "./messages";

const PROFILES: readonly Profile[] = ["quick", "standard", "deep"];

interface Props {
  projectId: string;
  /** Those that may be scanned. */
  targets: Target[];
  first: string | undefined;
}

export function WebScanForm({ projectId, targets, first }: Props) {
  const words = newScanWords();
  if (targets.length === 0) {
    return <Nothing title={words.noTarget}><Link className="link" to="/projects/$projectId" params={{ projectId }}>{words.addTarget}</Link></Nothing>;
  }
  return <Form targets={targets} first={targets.find(({ id }) => id === first) ?? (targets[0] as Target)} />;
}

function Form({ targets, first }: { targets: Target[]; first: Target }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const words = newScanWords();
  const [targetId, setTargetId] = useState(first.id);
  const [profile, setProfile] = useState<Profile>("standard");
  const [rate, setRate] = useState<number | null>(null);
  const [withLogin, setWithLogin] = useState(false);
  const [login, setLogin] = useState({ login_url: "", username: "", password: "" });
  const [key] = useState(idempotencyKey);
  const [sent, setSent] = useState<string | null>(null);
  const body = {
    target_id: targetId,
    scanner: "web" as const,
    options: { profile, requests_per_second: rate },
    ...(withLogin ? { credentials: login } : {}),
  };
  const start = useMutation({
    mutationFn: () => {
      // The same form sent twice starts one scan; a changed one is another wish and gets another key.
      const text = JSON.stringify(body);
      const used = sent === null || sent === text ? key : idempotencyKey();
      setSent(text);
      return answered(api.POST("/api/v1/scans", { body, params: { header: { "Idempotency-Key": used } } }));
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
  const set = (name: keyof typeof login) => (event: { currentTarget: { value: string } }) => {
    const { value } = event.currentTarget;
    setLogin((before) => ({ ...before, [name]: value }));
  };
  return (
    <form onSubmit={submit}>
      <Stack maw={560}>
        <NativeSelect label={words.target} value={targetId} onChange={(event) => setTargetId(event.currentTarget.value)} data={targets.map(({ id, name }) => ({ value: id, label: visibleText(name) }))} />
        <Radio.Group label={words.thorough} value={profile} onChange={(value) => setProfile(value as Profile)}>
          <Stack gap="xs" mt={6}>
            {PROFILES.map((value) => <Radio key={value} value={value} label={words.profiles[value]} description={words.profilesWhy[value]} />)}
          </Stack>
        </Radio.Group>
        <NumberInput label={words.rate} description={words.rateWhy} min={1} max={1000} allowDecimal={false} value={rate ?? ""} onChange={(value) => setRate(value === "" ? null : Number(value))} />
        <Switch label={words.login} checked={withLogin} onChange={(event) => setWithLogin(event.currentTarget.checked)} />
        {withLogin && (
          <Stack gap="sm" pl="md">
            <Text size="sm" c="dimmed">{words.loginWhy}</Text>
            <TextInput label={words.loginPage} type="url" required value={login.login_url} onChange={set("login_url")} error={faultOf(start.error, "credentials.login_url")} />
            <TextInput label={words.userName} required autoComplete="off" value={login.username} onChange={set("username")} />
            <PasswordInput label={words.password} required autoComplete="off" value={login.password} onChange={set("password")} />
          </Stack>
        )}
        {start.error && <Failure error={start.error} />}
        <Group><Button type="submit" loading={start.isPending}>{words.start}</Button></Group>
      </Stack>
    </form>
  );
}
