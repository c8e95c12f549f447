import { Group, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, Outlet, useParams } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import { Failure, Waiting } from "../../shared/states";

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
  if (project.isPending) return <Waiting />;
  if (project.error) return <Failure error={project.error} again={() => void project.refetch()} />;
  return (
    <>
      <title>{`${project.data.name} · SecureStack`}</title>
      <Group gap="sm" align="baseline" mb="sm">
        <Title order={1} size="h2">{project.data.name}</Title>
        <Text c="dimmed">{project.data.team_name}{project.data.archived_at && " · archived"}</Text>
      </Group>
      <nav className="tabs" aria-label="Project">
        <Link to="/projects/$projectId" params={{ projectId }} activeOptions={{ exact: true }}>Overview</Link>
        <Link to="/projects/$projectId/findings" params={{ projectId }} activeOptions={{ includeSearch: false }}>Findings</Link>
        <Link to="/projects/$projectId/scans" params={{ projectId }}>Scans</Link>
      </nav>
      <Outlet />
    </>
  );
}
