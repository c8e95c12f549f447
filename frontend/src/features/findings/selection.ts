// Which findings are selected: some rows, or everything that fits the filter.
import type { FindingItem } from "../../client/schema";

export interface Selection {
  /** Everything that fits the filter, loaded or not. */
  all: boolean;
  rows: ReadonlyMap<string, FindingItem>;
  /** Where a range begins. */
  anchor: number;
}

export const NOTHING_SELECTED: Selection = { all: false, rows: new Map(), anchor: -1 };

export function toggled(selection: Selection, row: FindingItem, index: number): Selection {
  const rows = new Map(selection.rows);
  if (!rows.delete(row.id)) rows.set(row.id, row);
  return { all: false, rows, anchor: index };
}

/** Select every loaded row from where the selection began to here. */
export function ranged(selection: Selection, index: number, row: (index: number) => FindingItem | undefined): Selection {
  const anchor = selection.anchor < 0 ? index : selection.anchor;
  const rows = new Map(selection.rows);
  for (let place = Math.min(anchor, index); place <= Math.max(anchor, index); place += 1) {
    const found = row(place);
    if (found) rows.set(found.id, found);
  }
  return { all: false, rows, anchor };
}

/** The ids of each project, for changes are made project by project. */
export function byProject(rows: Iterable<FindingItem>): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const { id, project_id } of rows) found.set(project_id, [...(found.get(project_id) ?? []), id]);
  return found;
}
