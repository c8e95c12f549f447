// Licence policies of a project, or of a team for those of its projects that have none.
import { answered, api } from "../../client/client";
import type { LicencePolicyAnswer, LicenceRules } from "../../client/schema";

export interface PolicyOwner {
  kind: "project" | "team";
  id: string;
}

export function readPolicy({ kind, id }: PolicyOwner): Promise<LicencePolicyAnswer> {
  return kind === "project"
    ? answered(api.GET("/api/v1/projects/{project_id}/licence-policy", { params: { path: { project_id: id } } }))
    : answered(api.GET("/api/v1/teams/{team_id}/licence-policy", { params: { path: { team_id: id } } }));
}

/** Write an owner's own policy; `before` is what was read, so that no change of somebody else is lost. */
export function writePolicy({ kind, id }: PolicyOwner, body: LicenceRules, before: LicencePolicyAnswer): Promise<LicencePolicyAnswer> {
  const header = before.source === kind ? { "If-Match": `"${before.version}"` } : {};
  return kind === "project"
    ? answered(api.PUT("/api/v1/projects/{project_id}/licence-policy", { params: { path: { project_id: id }, header }, body }))
    : answered(api.PUT("/api/v1/teams/{team_id}/licence-policy", { params: { path: { team_id: id }, header }, body }));
}

export async function removePolicy({ kind, id }: PolicyOwner): Promise<void> {
  await (kind === "project"
    ? answered(api.DELETE("/api/v1/projects/{project_id}/licence-policy", { params: { path: { project_id: id } } }))
    : answered(api.DELETE("/api/v1/teams/{team_id}/licence-policy", { params: { path: { team_id: id } } })));
}
