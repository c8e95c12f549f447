// Everything of one finding: what, where, the proof, why it matters, how to fix it, and what is decided.
import { Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { answered, api } from "../../../client/client";
import type { FindingDetail } from "../../../client/schema";
import { commonWords, sentence } from "../../../language/common";
import { Inert } from "../../../shared/Inert";
import { SeverityLabel, StateLabel } from "../../../shared/labels";
import { Failure, Waiting } from "../../../shared/states";
import { useTitle } from "../../../shared/title";
import "../findings.css";
import { Advice } from "../../priorities/Advice";
import { PriorityReasons } from "../../priorities/PriorityReasons";
import { visibleText } from "../inertText";
import { PriorityLabel } from "../PriorityLabel";
import { Deciding } from "./Deciding";
import "./detail.css";
import { Facts } from "./Facts";
import { History } from "./History";
import { Merged } from "./Merged";
import { detailWords } from "./messages";
import { Neighbours } from "./Neighbours";
import { Proof } from "./Proof";
import { Retest } from "./Retest";
import { RuleTexts } from "./RuleTexts";

export function FindingPage() {
  const { findingId } = useParams({ from: "/shell/findings/$findingId" });
  const words = detailWords();
  const finding = useQuery({
    queryKey: ["finding", findingId],
    queryFn: () => answered(api.GET("/api/v1/findings/{finding_id}", { params: { path: { finding_id: findingId } } })),
  });
  useTitle(finding.data ? visibleText(finding.data.title, 120) : words.finding);
  return (
    <Stack gap="lg">
      <Neighbours findingId={findingId} finding={finding.data} />
      {finding.isPending && <Waiting />}
      {finding.error && <Failure error={finding.error} again={() => void finding.refetch()} />}
      {finding.data && <Shown key={finding.data.id} finding={finding.data} />}
    </Stack>
  );
}

function Shown({ finding }: { finding: FindingDetail }) {
  const words = detailWords();
  const common = commonWords();
  return (
    <>
      <div>
        <Title order={1} size="h2"><Inert text={finding.title} limit={300} /></Title>
        <Group gap="md" mt={8}>
          <SeverityLabel severity={finding.severity} />
          <StateLabel state={finding.state} />
          <PriorityLabel level={finding.priority_level} score={finding.priority} />
          <Text size="sm" c="dimmed">{words.seen(sentence(finding.confidence, common.words), common.times(finding.times_seen))}</Text>
        </Group>
      </div>
      <div className="finding-page">
        <Stack gap="lg">
          <section className="panel">
            <Title order={2} size="h4" mb="xs">{words.whatWasSeen}</Title>
            <Summary text={finding.summary} />
            <Text size="sm" mt="sm"><code className="snippet"><Inert text={finding.location} limit={2000} /></code></Text>
          </section>
          <Proof evidence={finding.evidence} />
          <RuleTexts rule={finding.rule} />
          <Advice findingId={finding.id} />
          <PriorityReasons findingId={finding.id} />
        </Stack>
        <aside className="aside" aria-label={words.stateAndFacts}>
          <Deciding finding={finding} />
          <Retest finding={finding} />
          <Facts finding={finding} />
          <Merged finding={finding} />
        </aside>
        <section className="panel finding-history">
          <Title order={2} size="h4" mb="md">{words.history}</Title>
          <History finding={finding} />
        </section>
      </div>
    </>
  );
}

const LONG = 1_200; // characters that are read at a glance

/** The scanner's own sentence; another tool may have written a book, which then scrolls by itself. */
function Summary({ text }: { text: string }) {
  const long = text.length > LONG;
  return <div lang="en" className={long ? "long-text" : undefined} tabIndex={long ? 0 : undefined}><Inert text={text} /></div>;
}
