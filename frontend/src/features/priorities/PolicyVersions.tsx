// Who saved which policy when.
import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../client/client";
import type { PolicyVersion } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { Failure, Waiting } from "../../shared/states";
import { relative } from "../../shared/times";
import { policyWords } from "./messages";
import { points } from "./PriorityReasons";

const SHOWN = 20;

export function PolicyVersions({ teamId }: { teamId: string }) {
  const words = policyWords();
  const versions = useQuery({
    queryKey: ["team", teamId, "policy", "versions"],
    queryFn: () =>
      answered(api.GET("/api/v1/teams/{team_id}/priority-policy/versions", { params: { path: { team_id: teamId }, query: { limit: SHOWN } } })),
  });
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="sm">{words.versions}</Title>
      {versions.isPending && <Waiting lines={2} />}
      {versions.error && <Failure error={versions.error} again={() => void versions.refetch()} />}
      {versions.data?.items.length === 0 && <Text c="dimmed" size="sm">{words.noVersions}</Text>}
      {versions.data && versions.data.items.length > 0 && (
        <ol className="history">
          {versions.data.items.map((version) => <Version key={version.id} version={version} />)}
        </ol>
      )}
    </section>
  );
}

function Version({ version }: { version: PolicyVersion }) {
  const words = policyWords();
  const names: Readonly<Record<string, string>> = words.rules;
  const differing = Object.entries(version.points);
  return (
    <li>
      <b>{words.version(version.version)}</b>{" "}
      <Text span size="sm" c="dimmed"><Inert text={words.savedBy(version.created_by_name ?? words.someone, relative(version.created_at))} limit={300} /></Text>
      {version.note !== "" && <div><Inert text={version.note} limit={500} /></div>}
      <Text size="sm" c="dimmed">
        {differing.length === 0 ? words.sameAsDefault : differing.map(([name, value]) => `${names[name] ?? name} ${points(value)}`).join("; ")}
      </Text>
    </li>
  );
}
