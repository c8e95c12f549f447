// Deciding about the finding that is shown: refused when somebody else was quicker, so that nobody overrules another unseen.
import { useQueryClient } from "@tanstack/react-query";
import { answered, api, ApiProblem } from "../../../client/client";
import type { FindingChange, FindingDetail } from "../../../client/schema";
import { patchLists } from "../useFindingPages";

export function useDecision(finding: FindingDetail) {
  const queries = useQueryClient();
  return async (change: FindingChange): Promise<void> => {
    try {
      const changed = await answered(
        api.PATCH("/api/v1/findings/{finding_id}", {
          params: { path: { finding_id: finding.id }, header: { "If-Match": `"${finding.version}"` } },
          body: change,
        }),
      );
      queries.setQueryData(["finding", finding.id], changed);
      const { state, severity, assignee_id, assignee_name, due_at, overdue, priority, priority_level, version } = changed;
      patchLists(queries, new Map([[changed.id, { state, severity, assignee_id, assignee_name, due_at, overdue, priority, priority_level, version }]]));
      void queries.invalidateQueries({ queryKey: ["findings", changed.id] }); // why it has its priority
      for (const name of ["facets", "statistics", "projects"]) void queries.invalidateQueries({ queryKey: [name] });
    } catch (error) {
      // Show what they decided, and keep what was typed here.
      if (error instanceof ApiProblem && error.status === 412) void queries.invalidateQueries({ queryKey: ["finding", finding.id] });
      throw error;
    }
  };
}
