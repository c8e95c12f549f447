// What proves a finding, by the kind of proof.
import { Text, Title } from "@mantine/core";
import { Inert } from "../../../shared/Inert";
import { figure } from "../../../language/language";
import { PackageProof, type PackageEvidence } from "../../inventory/PackageProof";
import { exchangesOf, placeText, type Reported } from "./evidence";
import { Exchanges } from "./Exchanges";
import { detailWords } from "./messages";

export function Proof({ evidence }: { evidence: Record<string, unknown> | null }) {
  const words = detailWords();
  if (evidence === null || evidence.type === "none") {
    return <section className="panel"><Title order={2} size="h4" mb="xs">{words.proof}</Title><Text size="sm" c="dimmed">{words.noProof}</Text></section>;
  }
  const exchanges = exchangesOf(evidence);
  const isPackage = evidence.type === "package";
  const { snippet, steps, also_at: alsoAt } = evidence as Reported;
  const nothing = exchanges.length === 0 && !isPackage && !snippet && !steps?.length && !alsoAt?.length;
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="sm">{words.proof}</Title>
      {isPackage && <PackageProof evidence={evidence as unknown as PackageEvidence} />}
      <ReportedProof reported={evidence as Reported} />
      <Exchanges exchanges={exchanges} />
      {nothing && <pre className="proof" tabIndex={0}><Inert text={JSON.stringify(evidence, null, 2)} /></pre>}
    </section>
  );
}

/** The text another tool showed, the way a value took, and where else it is so. */
function ReportedProof({ reported: { snippet, snippet_line: line, steps = [], also_at: alsoAt = [], tool, tool_version: version } }: { reported: Reported }) {
  const words = detailWords();
  return (
    <>
      {tool && <Text size="sm" c="dimmed" mb="xs">{words.reportedBy} <Inert text={[tool, version].filter(Boolean).join(" ")} limit={200} /></Text>}
      {snippet && <Snippet text={snippet} line={line ?? 0} />}
      {steps.length > 0 && (
        <>
          <h3 className="small-heading">{words.theWay}</h3>
          <ol className="steps">
            {steps.slice(0, 200).map((step, index) => (
              <li key={index}>
                <code className="snippet"><Inert text={placeText(step.location)} limit={500} /></code>
                {step.note && <> <Inert text={step.note} limit={1000} /></>}
                {step.snippet && <Snippet text={step.snippet} line={step.location.line ?? 0} />}
              </li>
            ))}
          </ol>
        </>
      )}
      {alsoAt.length > 0 && (
        <>
          <h3 className="small-heading">{words.alsoAt}</h3>
          <ul className="seen-by">{alsoAt.slice(0, 200).map((place, index) => <li key={index}><code className="snippet"><Inert text={placeText(place)} limit={500} /></code></li>)}</ul>
        </>
      )}
    </>
  );
}

function Snippet({ text, line }: { text: string; line: number }) {
  const words = detailWords();
  return (
    <pre className="proof" tabIndex={0} aria-label={words.code}>
      {line > 0 && <span className="line-number">{figure(line)}  </span>}
      <Inert text={text} />
    </pre>
  );
}
