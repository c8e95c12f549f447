// Deciding from the list: what is sent, what the list shows afterwards, and the way back.
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { FindingChange, FindingItem } from "../../client/schema";
import { useMe } from "../../shell/me";
import { findingWords } from "./messages";
import type { FindingSearch } from "./search";
import { canBeUndone, changeAll, changeRows, shownAfter, undo, type Outcome } from "./triage";
import { patchLists } from "./useFindingPages";

export interface Told {
  text: string;
  problem?: boolean;
  undo?: () => void;
}

export function useTriage(projectId: string | undefined, search: FindingSearch, reload: () => void) {
  const queries = useQueryClient();
  const me = useMe().data;
  const [told, setTold] = useState<Told | null>(null);
  const [busy, setBusy] = useState(false);
  const freshen = () => {
    for (const name of ["facets", "statistics", "projects", "finding"]) void queries.invalidateQueries({ queryKey: [name] });
  };
  const show = (before: readonly FindingItem[], change: FindingChange) => patchLists(queries, new Map(before.map((row) => [row.id, shownAfter(row, change, me)])));
  const takeBack = async (before: readonly FindingItem[], change: FindingChange) => {
    setTold({ text: findingWords.now().takingBack });
    try {
      const outcome = await undo(before, change);
      patchLists(queries, new Map(before.map((row) => [row.id, row])));
      setTold({ text: findingWords.now().takenBack(outcome.changed), problem: outcome.refused > 0 });
      freshen();
    } catch (error) {
      setTold({ text: error instanceof Error ? error.message : String(error), problem: true });
    }
  };
  /** Change rows, or everything that fits. Raises what the API says when nothing could be changed. */
  const decide = async (subjects: readonly FindingItem[] | "all", change: FindingChange): Promise<void> => {
    setBusy(true);
    try {
      const words = findingWords.now();
      if (subjects === "all") {
        const outcome = await changeAll(projectId === undefined ? await everyProject(search) : [projectId], search, change);
        setTold({ text: words.outcome(outcome), problem: hasProblem(outcome) });
        reload();
      } else {
        const outcome = await changeRows(subjects, change);
        if (outcome.refused === 0) show(subjects, change);
        else reload();
        const back = canBeUndone(change) && outcome.changed > 0 ? () => void takeBack(subjects, change) : undefined;
        setTold({ text: words.outcome(outcome), problem: hasProblem(outcome), undo: back });
      }
      freshen();
    } finally {
      setBusy(false);
    }
  };
  /** The same where there is no dialog to show what went wrong. */
  const decideAtOnce = (subjects: readonly FindingItem[] | "all", change: FindingChange): Promise<boolean> =>
    decide(subjects, change).then(
      () => true,
      (error: unknown) => {
        setTold({ text: error instanceof Error ? error.message : String(error), problem: true });
        return false;
      },
    );
  return { told, tell: setTold, busy, decide, decideAtOnce, me };
}

function hasProblem({ refused, problems }: Outcome): boolean {
  return refused > 0 || problems.length > 0;
}

/** Every project that may be meant: those of the address, or all there are. */
async function everyProject(search: FindingSearch): Promise<string[]> {
  if (search.project) return search.project;
  const found: string[] = [];
  let cursor: string | null | undefined = null;
  do {
    const page: { items: { id: string }[]; next?: string | null } = await answered(api.GET("/api/v1/projects", { params: { query: { limit: 200, cursor } } }));
    found.push(...page.items.map(({ id }) => id));
    cursor = page.next;
  } while (cursor);
  return found;
}
