import { Button, Group, NativeSelect, NumberInput, PasswordInput, Radio, Stack, Switch, Text, TextInput, Title } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useState, type FormEvent } from "react";
import { answered, api, idempotencyKey } from "../../client/client";
import type { Profile, Target } from "../../client/schema";
import { Failure, faultOf, Nothing, Waiting } from "../../shared/states";

const PROFILES: readonly [Profile, string][] = [
  ["quick", "Minutes: the commonest flaws, for every push"],
  ["standard", "The whole application, each input with every check"],
  ["deep", "Rarer inputs too; give it a night"],
];

export function NewScanPage() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  const { target } = useSearch({ from: "/shell/projects/$projectId/scans/new" });
  const targets = useQuery({
    queryKey: ["targets", projectId],
    queryFn: () =>
      answered(api.GET("/api/v1/projects/{project_id}/targets", { params: { path: { project_id: projectId }, query: { limit: 100 } } })),
  });
  if (targets.isPending) return <Waiting />;
  if (targets.error) return <Failure error={targets.error} again={() => void targets.refetch()} />;
  const ready = targets.data.items.filter((one) => one.scannable);
  if (ready.length === 0) {
    return (
      <Nothing title="No target can be scanned yet">
        <Link className="link" to="/projects/$projectId" params={{ projectId }}>Add a target and show that it is yours</Link>
      </Nothing>
    );
  }
  return <ScanForm targets={ready} first={ready.find((one) => one.id === target) ?? (ready[0] as Target)} />;
}

function ScanForm({ targets, first }: { targets: Target[]; first: Target }) {
  const navigate = useNavigate();
  const queries = useQueryClient();
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
    <form onSubmit={submit} className="panel">
      <Title order={2} size="h3" mb="md">Start a scan</Title>
      <Stack maw={560}>
        <NativeSelect label="Target" value={targetId} onChange={(event) => setTargetId(event.currentTarget.value)} data={targets.map(({ id, name }) => ({ value: id, label: name }))} />
        <Radio.Group label="How thorough" value={profile} onChange={(value) => setProfile(value as Profile)}>
          <Stack gap="xs" mt={6}>
            {PROFILES.map(([value, description]) => (
              <Radio key={value} value={value} label={value.charAt(0).toUpperCase() + value.slice(1)} description={description} />
            ))}
          </Stack>
        </Radio.Group>
        <NumberInput label="Requests per second at most" description="Empty: as fast as the target answers without strain." min={1} max={1000} allowDecimal={false} value={rate ?? ""} onChange={(value) => setRate(value === "" ? null : Number(value))} />
        <Switch label="Log in to the application" checked={withLogin} onChange={(event) => setWithLogin(event.currentTarget.checked)} />
        {withLogin && (
          <Stack gap="sm" pl="md">
            <Text size="sm" c="dimmed">What stands behind the login is scanned too. Use an account made for this; its password is kept encrypted until the scan has ended.</Text>
            <TextInput label="Address of the login page" type="url" required value={login.login_url} onChange={set("login_url")} error={faultOf(start.error, "credentials.login_url")} />
            <TextInput label="User name" required autoComplete="off" value={login.username} onChange={set("username")} />
            <PasswordInput label="Password" required autoComplete="off" value={login.password} onChange={set("password")} />
          </Stack>
        )}
        {start.error && <Failure error={start.error} />}
        <Group><Button type="submit" loading={start.isPending}>Start the scan</Button></Group>
      </Stack>
    </form>
  );
}
