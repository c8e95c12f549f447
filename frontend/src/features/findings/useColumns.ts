// Which columns somebody wants to see, and how close together the rows stand: kept in this browser.
import { columnVisibilityFeature, rowSortingFeature, tableFeatures, useTable, type ColumnDef } from "@tanstack/react-table";
import { useEffect, useMemo, useState } from "react";
import type { FindingItem } from "../../client/schema";
import { COLUMNS, type FindingColumn } from "./columns";
import type { Order, Sort } from "./search";

export type Density = "comfortable" | "compact";
const KEY = "securestack.findings.columns";
const features = tableFeatures({ columnVisibilityFeature, rowSortingFeature });
const NO_ROWS: FindingItem[] = []; // the rows are held in pages, not in the table
const definitions: ColumnDef<typeof features, FindingItem>[] = COLUMNS.map(({ id, sort, descending }) => ({
  id,
  enableSorting: sort !== undefined,
  sortDescFirst: descending ?? false,
  enableHiding: id !== "title",
}));

interface Kept {
  density: Density;
  visible: Record<string, boolean>;
}

function stored(): Kept {
  const visible = Object.fromEntries(COLUMNS.map(({ id, shown }) => [id, shown]));
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<Kept>;
    for (const { id } of COLUMNS) if (typeof kept.visible?.[id] === "boolean" && id !== "title") visible[id] = kept.visible[id];
    return { density: kept.density === "compact" ? "compact" : "comfortable", visible };
  } catch {
    return { density: "comfortable", visible };
  }
}

/** The table's columns and order. `leftOut` are columns that would say the same in every row. */
export function useColumns(order: Order, sortBy: (order: Order) => void, leftOut: readonly string[]) {
  const [kept, setKept] = useState(stored);
  useEffect(() => localStorage.setItem(KEY, JSON.stringify(kept)), [kept]);
  const name = order.replace(/^-/, "");
  const sorting = useMemo(() => [{ id: COLUMNS.find(({ sort }) => sort === name)?.id ?? "", desc: order.startsWith("-") }], [order, name]);
  const columnVisibility = useMemo(() => ({ ...kept.visible, ...Object.fromEntries(leftOut.map((id) => [id, false])) }), [kept.visible, leftOut]);
  const table = useTable({
    features,
    columns: definitions,
    data: NO_ROWS,
    manualSorting: true,
    enableSortingRemoval: false,
    enableMultiSort: false,
    state: { sorting, columnVisibility },
    onSortingChange: (change) => {
      const [next] = typeof change === "function" ? change(sorting) : change;
      const sort = COLUMNS.find(({ id }) => id === next?.id)?.sort;
      if (next && sort) sortBy(next.desc ? `-${sort satisfies Sort}` : sort);
    },
    onColumnVisibilityChange: (change) => {
      const visible = typeof change === "function" ? change(kept.visible) : change;
      setKept({ ...kept, visible: { ...kept.visible, ...visible } });
    },
  });
  const visible = table.getVisibleLeafColumns().map(({ id }) => id).join();
  const columns = useMemo(() => COLUMNS.filter(({ id }) => visible.split(",").includes(id)), [visible]);
  return { table, columns, density: kept.density, setDensity: (density: Density) => setKept({ ...kept, density }) };
}

export type FindingsTableModel = ReturnType<typeof useColumns>["table"];
export type { FindingColumn };
