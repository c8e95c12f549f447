import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { answered, api } from "../../client/client";
import { Inert } from "../../shared/Inert";
import { atLeast } from "../../shared/roles";
import { Failure, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { useMe } from "../../shell/me";
import { LicencePolicyForm } from "./LicencePolicyForm";
import { licenceWords } from "./messages";
import { WrittenPolicy } from "./WrittenPolicy";
import "./inventory.css";

/** Which licences the projects of a team may use, where they have no policy of their own. */
export function TeamLicencesPage() {
  const { teamId } = useParams({ from: "/shell/teams/$teamId/licences" });
  const words = licenceWords();
  const me = useMe();
  const [held, setHeld] = useState(0);
  const team = useQuery({ queryKey: ["team", teamId], queryFn: () => answered(api.GET("/api/v1/teams/{team_id}", { params: { path: { team_id: teamId } } })) });
  useTitle(`${words.teamTitle} · ${team.data?.name ?? ""}`);
  if (team.isPending || me.isPending) return <Waiting />;
  if (team.error) return <Failure error={team.error} again={() => void team.refetch()} />;
  const owner = { kind: "team", id: teamId } as const;
  const writes = atLeast(team.data.role, "owner") || (me.data?.is_administrator ?? false);
  return (
    <>
      <Text size="sm" mb={4}><Link className="link" to="/teams/$teamId" params={{ teamId }}>← <Inert text={team.data.name} limit={200} /></Link></Text>
      <Title order={1} size="h2">{words.teamTitle}</Title>
      <Text c="dimmed" size="sm" mb="md">{words.teamWhy}</Text>
      <Text size="sm" role="status" mb="xs">{held > 0 && words.held}</Text>
      {writes ? <LicencePolicyForm key={held} owner={owner} done={() => setHeld(held + 1)} /> : <WrittenPolicy owner={owner} />}
    </>
  );
}
