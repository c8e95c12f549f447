import { Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import type { Target } from "../../client/schema";
import { atLeast } from "../../shared/roles";
import { Failure, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { ApiScanForm } from "../apis/ApiScanForm";
import { useProject } from "../projects/ProjectFrame";
import { newScanWords } from "./newScan/messages";
import { UploadScanForm } from "./newScan/UploadScanForm";
import { WebScanForm } from "./newScan/WebScanForm";
import "./newScan/newScan.css";

const KINDS = ["web", "api", "dependencies"] as const;
type Kind = (typeof KINDS)[number];

/** Choose what is to be looked at and how, and start the scan. */
export function NewScanPage() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  const { target: wanted, scanner } = useSearch({ from: "/shell/projects/$projectId/scans/new" });
  const navigate = useNavigate({ from: "/projects/$projectId/scans/new" });
  const words = newScanWords();
  const maintains = atLeast(useProject(projectId).data?.role, "maintainer");
  useTitle(words.title);
  const targets = useQuery({
    queryKey: ["targets", projectId],
    queryFn: () =>
      answered(api.GET("/api/v1/projects/{project_id}/targets", { params: { path: { project_id: projectId }, query: { limit: 100 } } })),
  });
  if (targets.isPending) return <Waiting />;
  if (targets.error) return <Failure error={targets.error} again={() => void targets.refetch()} />;
  const addresses = targets.data.items.filter((one) => !isUploaded(one) && one.scannable);
  const chosen = targets.data.items.find(({ id }) => id === wanted);
  const kind = kindOf(chosen, scanner) ?? scanner ?? (addresses.length > 0 ? "web" : "dependencies");
  const choose = (next: Kind) => void navigate({ search: { scanner: next, ...(chosen && !isUploaded(chosen) && next !== "dependencies" ? { target: chosen.id } : {}) }, replace: true });
  const uploaded = targets.data.items.filter(isUploaded);
  return (
    <div className="panel">
      <Title order={2} size="h3" mb="md">{words.title}</Title>
      <KindChoice kind={kind} choose={choose} />
      {kind === "web" && <WebScanForm projectId={projectId} targets={addresses} first={chosen?.id} />}
      {kind === "api" && <ApiScanForm projectId={projectId} targets={addresses} first={chosen?.id} maintains={maintains} />}
      {kind === "dependencies" && <UploadScanForm projectId={projectId} targets={uploaded} first={chosen?.id} />}
    </div>
  );
}

/** What was uploaded has nothing to prove. */
function isUploaded(target: Target): boolean {
  return target.proof === null;
}

/** What was uploaded is looked into; of an address one says whether it is an application or an API. */
function kindOf(target: Target | undefined, scanner: Kind | undefined): Kind | undefined {
  if (target === undefined) return undefined;
  if (isUploaded(target)) return "dependencies";
  return scanner === "api" ? "api" : "web";
}

function KindChoice({ kind, choose }: { kind: Kind; choose: (kind: Kind) => void }) {
  const words = newScanWords();
  return (
    <fieldset className="plain scan-kinds">
      <legend>{words.what}</legend>
      {KINDS.map((one) => (
        <label key={one} data-chosen={one === kind || undefined}>
          <input type="radio" name="kind" value={one} checked={one === kind} onChange={() => choose(one)} />
          <strong>{words.kinds[one]}</strong>
          <span>{words.kindsWhy[one]}</span>
        </label>
      ))}
    </fieldset>
  );
}
