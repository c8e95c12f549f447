import { Alert, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { ScanDetail } from "../../client/schema";
import { sentence } from "../../language/common";
import { Confirm } from "../../shared/Confirm";
import { Inert } from "../../shared/Inert";
import { StateLabel } from "../../shared/labels";
import { atLeast } from "../../shared/roles";
import { Failure, Waiting } from "../../shared/states";
import { moment } from "../../shared/times";
import { useTitle } from "../../shared/title";
import { useProject } from "../projects/ProjectFrame";
import { CheckAccount } from "./CheckAccount";
import { Found } from "./Found";
import { OtherScans } from "./OtherScans";
import { profileName, scanWords } from "./messages";
import { RetryDialog } from "./RetryDialog";
import { ScanNumbers } from "./ScanNumbers";
import { hasEnded, useScan } from "./watching";
import { plainText } from "../../shared/visible";

/** One scan: as it happens, and what came of it. */
export function ScanPage() {
  const { scanId } = useParams({ from: "/shell/scans/$scanId" });
  const { scan, findings, interrupted } = useScan(scanId);
  const words = scanWords();
  useTitle(scan.data && `${words.of} ${plainText(scan.data.target)}`);
  if (scan.isPending) return <Waiting />;
  if (scan.error) return <Failure error={scan.error} again={() => void scan.refetch()} />;
  const ended = hasEnded(scan.data.status);
  return (
    <Stack gap="lg">
      <Head scan={scan.data} />
      {interrupted && !ended && <Alert color="yellow" role="status">{words.interrupted}</Alert>}
      {scan.data.reason && (
        <Alert color={scan.data.status === "failed" ? "red" : "yellow"} title={words.because(sentence(scan.data.status))}>
          <span lang="en"><Inert text={scan.data.reason} limit={3000} /></span>
        </Alert>
      )}
      <ScanNumbers scan={scan.data} found={findings?.length ?? 0} />
      <Found scan={scan.data} findings={findings} />
      <CheckAccount scan={scan.data} />
      {ended && <OtherScans scan={scan.data} />}
    </Stack>
  );
}

type Asking = "cancel" | "again" | null;

function Head({ scan }: { scan: ScanDetail }) {
  const queries = useQueryClient();
  const navigate = useNavigate();
  const words = scanWords();
  const project = useProject(scan.project_id);
  const [asking, setAsking] = useState<Asking>(null);
  const params = { path: { scan_id: scan.id } };
  const cancel = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/scans/{scan_id}/cancel", { params })),
    onSuccess: (changed) => {
      queries.setQueryData(["scan", scan.id], changed);
      setAsking(null);
    },
  });
  const again = useMutation({
    mutationFn: () => answered(api.POST("/api/v1/scans/{scan_id}/retry", { params, body: {} })),
    onSuccess: ({ id }) => void navigate({ to: "/scans/$scanId", params: { scanId: id } }),
  });
  const ended = hasEnded(scan.status);
  const may = atLeast(project.data?.role, "analyst") && project.data?.archived_at === null;
  return (
    <div>
      <Text size="sm"><Link className="link" to="/projects/$projectId/scans" params={{ projectId: scan.project_id }}>{words.ofProject}</Link></Text>
      <Group justify="space-between" align="start">
        <div>
          <Title order={1} size="h2">{words.of} <Inert text={scan.target} limit={300} /></Title>
          <Group gap="sm" mt={4}>
            <span aria-live="polite"><StateLabel state={scan.status} /></span>
            <Text size="sm" c="dimmed">
              {profileName(scan.options.profile, sentence(scan.scanner))}
              {scan.has_credentials && ` · ${words.withLogin}`} · {words.askedAt(moment(scan.created_at))}
              {scan.attempt > 1 && ` · ${words.attempt(scan.attempt)}`}
            </Text>
          </Group>
        </div>
        {may && ended && (
          <Button variant="default" loading={again.isPending} onClick={() => (scan.has_credentials ? setAsking("again") : again.mutate())}>{words.again}</Button>
        )}
        {may && !ended && (
          <Button variant="default" disabled={scan.cancel_requested} onClick={() => setAsking("cancel")}>{scan.cancel_requested ? words.cancelling : words.cancel}</Button>
        )}
      </Group>
      {again.error && <Failure error={again.error} />}
      {asking === "cancel" && !ended && (
        <Confirm title={words.cancelTitle} action={words.cancel} pending={cancel.isPending} error={cancel.error} close={() => setAsking(null)} confirm={() => cancel.mutate()}>
          {words.cancelWhy}
        </Confirm>
      )}
      {asking === "again" && <RetryDialog scan={scan} close={() => setAsking(null)} />}
    </div>
  );
}
