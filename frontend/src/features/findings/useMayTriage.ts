import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../client/client";
import { atLeast } from "../../shared/roles";

/** Whether deciding makes sense to offer; of many projects at once, or before it is known, the server says so in the end. */
export function useMayTriage(projectId: string | undefined): boolean {
  const project = useQuery({
    queryKey: ["project", projectId],
    queryFn: () => answered(api.GET("/api/v1/projects/{project_id}", { params: { path: { project_id: projectId ?? "" } } })),
    enabled: projectId !== undefined,
    staleTime: 60_000,
  });
  return project.data === undefined || atLeast(project.data.role, "analyst");
}
