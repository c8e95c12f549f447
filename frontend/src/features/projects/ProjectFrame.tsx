import { Alert, Group, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import { Inert } from "../../shared/Inert";
import { atLeast } from "../../shared/roles";
import { Failure, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { projectWords } from "./messages";
import { PROJECT_TABS } from "./tabs";
import { plainText } from "../../shared/visible";

export function useProject(projectId: string) {
  return useQuery({
    queryKey: ["project", projectId],
    queryFn: () => answered(api.GET("/api/v1/projects/{project_id}", { params: { path: { project_id: projectId } } })),
  });
}

/** The head of a project's pages and the way between them. */
export function ProjectFrame() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  const project = useProject(projectId);
  useTitle(project.data && plainText(project.data.name));
  const words = projectWords();
  if (project.isPending) return <Waiting />;
  if (project.error) return <Failure error={project.error} again={() => void project.refetch()} />;
  const { name, team_id: teamId, team_name: team, archived_at: archived, role } = project.data;
  return (
    <>
      <Group gap="sm" align="baseline" mb="sm">
        <Title order={1} size="h2"><Inert text={name} limit={200} /></Title>
        <Text c="dimmed"><Link className="link" to="/teams/$teamId" params={{ teamId }}><Inert text={team} limit={200} /></Link></Text>
      </Group>
      {archived !== null && <Alert color="yellow" mb="md">{words.archivedNotice}</Alert>}
      <nav className="tabs" aria-label={words.pages}>
        {PROJECT_TABS.filter(({ needs }) => needs === undefined || atLeast(role, needs)).map(({ to, word, exact }) => (
          <Link key={to} to={to} params={{ projectId }} activeOptions={{ exact: exact ?? false, includeSearch: false }}>{word()}</Link>
        ))}
      </nav>
      <Outlet />
    </>
  );
}
