// How far the findings of a team are scored anew.
import { Progress, Text } from "@mantine/core";
import type { PriorityProgress } from "../../client/schema";
import { policyWords } from "./messages";

export function ScoringProgress({ scoring }: { scoring: PriorityProgress[] }) {
  const words = policyWords();
  if (scoring.length === 0) return null;
  const total = scoring.reduce((sum, one) => sum + one.total, 0);
  const done = scoring.reduce((sum, one) => sum + one.done, 0);
  return (
    <section className="panel" role="status">
      <Text fw={600}>{words.scoring}</Text>
      <Text size="sm" c="dimmed">{words.scoringOf(done, total)}</Text>
      <Progress value={total === 0 ? 0 : (done / total) * 100} mt="xs" aria-label={words.scoring} />
    </section>
  );
}
