import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { answered, api } from "../../../client/client";
import type { FindingDetail } from "../../../client/schema";
import { commonWords, sentence } from "../../../language/common";
import { Inert } from "../../../shared/Inert";
import { Failure, Waiting } from "../../../shared/states";
import { moment } from "../../../shared/times";
import { detailWords } from "./messages";

/** Why several observations are one finding, and which scans and imports saw it; read when somebody asks. */
export function Merged({ finding }: { finding: FindingDetail }) {
  const words = detailWords();
  const [opened, setOpened] = useState(false);
  return (
    <details className="panel merged" onToggle={(event) => setOpened(event.currentTarget.open)}>
      <summary>{words.whyOne}</summary>
      {opened && <Explanation findingId={finding.id} />}
    </details>
  );
}

function Explanation({ findingId }: { findingId: string }) {
  const words = detailWords();
  const common = commonWords();
  const merge = useQuery({
    queryKey: ["finding", findingId, "merge"],
    queryFn: () => answered(api.GET("/api/v1/findings/{finding_id}/merge", { params: { path: { finding_id: findingId } } })),
  });
  if (merge.isPending) return <Waiting lines={2} />;
  if (merge.error) return <Failure error={merge.error} again={() => void merge.refetch()} />;
  const { explanation, parts, fingerprint, seen_by } = merge.data;
  return (
    <>
      <p lang="en"><Inert text={explanation} limit={1000} /></p>
      <dl className="facts">
        {parts.map(({ name, value }) => [<dt key={name}>{sentence(name, words.parts)}</dt>, <dd key={`${name} value`}><Inert text={value} limit={500} /></dd>])}
        <dt>{words.parts.fingerprint}</dt><dd><code className="snippet"><Inert text={fingerprint} limit={200} /></code></dd>
      </dl>
      <h3 className="small-heading">{words.seenBy}</h3>
      <ul className="seen-by">
        {seen_by.map((seen) => (
          <li key={seen.scan_id}>
            <time dateTime={seen.observed_at}>{moment(seen.observed_at)}</time>{" "}
            {seen.kind === "scan" ? <Link className="link" to="/scans/$scanId" params={{ scanId: seen.scan_id }}>{words.kinds.scan}</Link> : words.kinds[seen.kind]}
            {seen.tool && <> · <Inert text={sentence(seen.tool, common.words)} limit={80} /></>}
            {seen.is_new && <> · {words.first}</>}
          </li>
        ))}
      </ul>
    </>
  );
}
