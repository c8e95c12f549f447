import type { PriorityLevel } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { findingWords } from "./messages";

/** The score with its level, as a small bar and a number. */
export function PriorityLabel({ level, score }: { level: PriorityLevel; score: number }) {
  const { words } = commonWords();
  const { priorityOf } = findingWords();
  return (
    <span className={`priority ${level}`} title={priorityOf(sentence(level, words), score)}>
      <span className="visually-hidden">{priorityOf(sentence(level, words), score)}</span>
      <span className="meter" aria-hidden="true"><span style={{ width: `${score}%` }} /></span>
      <span aria-hidden="true">{score}</span>
    </span>
  );
}
