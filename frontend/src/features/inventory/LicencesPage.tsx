import { Button, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { LicenceOverview } from "../../client/schema";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { atLeast } from "../../shared/roles";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { useProject } from "../projects/ProjectFrame";
import { VerdictLabel } from "./labels";
import { LicencePolicyForm } from "./LicencePolicyForm";
import { licenceWords } from "./messages";
import { VERDICTS } from "./search";

const source = (word: string) => (word === "project" || word === "team" ? word : "default");

/** The licences of a project's packages, what the policy says of them, and the policy itself. */
export function LicencesPage() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  const words = licenceWords();
  const project = useProject(projectId);
  const [editing, setEditing] = useState(false);
  const found = useQuery({
    queryKey: ["licences", projectId],
    queryFn: () => answered(api.GET("/api/v1/projects/{project_id}/licences", { params: { path: { project_id: projectId } } })),
    staleTime: 0, // a scan that ended just now has changed it
  });
  useTitle(`${words.title} · ${project.data?.name ?? ""}`);
  if (found.isPending) return <Waiting lines={6} />;
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  const maintains = atLeast(project.data?.role, "maintainer");
  return (
    <>
      <div className="inventory-head">
        <Text size="sm" c="dimmed">
          {words.sources[source(found.data.source)]} {project.data && <Link className="link" to="/teams/$teamId/licences" params={{ teamId: project.data.team_id }}>{words.ofTeam}</Link>}
        </Text>
        {maintains && !editing && <Button variant="default" size="xs" onClick={() => setEditing(true)}>{found.data.source === "project" ? words.change : words.write}</Button>}
      </div>
      {editing && <LicencePolicyForm owner={{ kind: "project", id: projectId }} done={() => setEditing(false)} cancel={() => setEditing(false)} />}
      {found.data.licences.length === 0 ? <Nothing title={words.nothing}>{words.nothingWhy}</Nothing> : <Overview projectId={projectId} overview={found.data} />}
    </>
  );
}

function Overview({ projectId, overview }: { projectId: string; overview: LicenceOverview }) {
  const words = licenceWords();
  return (
    <>
      <div className="numbers inventory-numbers">
        {VERDICTS.map((verdict) => (
          <Link key={verdict} className="number" to="/projects/$projectId/inventory/packages" params={{ projectId }} search={{ verdict, sort: "licence" }}>
            <strong>{figure(overview[verdict])}</strong><span>{words.counts[verdict]}</span>
          </Link>
        ))}
      </div>
      <div className="panel flush scroll">
        <table className="list" aria-label={words.title}>
          <thead><tr><th>{words.licence}</th><th>{words.verdict}</th><th className="figure">{words.packages}</th><th className="wide">{words.examples}</th></tr></thead>
          <tbody>
            {overview.licences.map((one) => (
              <tr key={one.licence}>
                <td>
                  <Link className="link" to="/projects/$projectId/inventory/packages" params={{ projectId }} search={{ licence: one.licence || "none", sort: "name" }}>
                    {one.licence ? <Inert text={one.licence} limit={200} /> : words.none}
                  </Link>
                </td>
                <td><VerdictLabel verdict={one.verdict} /></td>
                <td className="figure">{figure(one.count)}</td>
                <td className="wide"><Inert text={one.examples.join(", ")} limit={200} /></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
