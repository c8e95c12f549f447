// The list itself: a grid of rows of one height, of which only those in sight are drawn.
import { defaultRangeExtractor, useWindowVirtualizer, type Range } from "@tanstack/react-virtual";
import { memo, useCallback, useEffect, useLayoutEffect, useMemo, useRef, useState, type KeyboardEvent, type MouseEvent } from "react";
import type { FindingItem } from "../../client/schema";
import { fitting } from "./columns";
import { visibleText } from "./inertText";
import { findingWords } from "./messages";
import type { Pages } from "./pages";
import type { Selection } from "./selection";
import type { Density, FindingColumn, FindingsTableModel } from "./useColumns";

const HEIGHTS: Record<Density | "card", number> = { comfortable: 58, compact: 36, card: 116 };
const OVERSCAN = 8;
const EDGES = { top: 56, bottom: 72 }; // pixels that the heading and the bar below may cover

export interface TableProps {
  pages: Pages<FindingItem>;
  total: number | undefined;
  table: FindingsTableModel;
  columns: readonly FindingColumn[];
  density: Density;
  phone: boolean;
  place: number;
  setPlace: (place: number) => void;
  selection: Selection;
  select: (row: FindingItem, index: number, range: boolean) => void;
  open: (row: FindingItem, index: number) => void;
  onRowKey: (event: KeyboardEvent) => void;
}

export function FindingsTable({ pages, total, table, columns: chosen, density, phone, place, setPlace, selection, select, open, onRowKey }: TableProps) {
  const words = findingWords();
  const body = useRef<HTMLDivElement>(null);
  const [margin, setMargin] = useState(0);
  const [width, setWidth] = useState(1_000);
  const columns = useMemo(() => (phone ? [...chosen] : fitting(chosen, width)), [chosen, width, phone]);
  const height = HEIGHTS[phone ? "card" : density];
  const withPlace = useCallback(
    (range: Range) => {
      // The row that has the focus stays, however far one scrolls: the focus must not get lost.
      const indices = defaultRangeExtractor(range);
      return place < 0 || place >= pages.length || indices.includes(place) ? indices : [...indices, place].sort((a, b) => a - b);
    },
    [place, pages],
  );
  const virtual = useWindowVirtualizer({
    count: pages.length,
    estimateSize: () => height,
    overscan: OVERSCAN,
    scrollMargin: margin,
    rangeExtractor: withPlace,
    scrollPaddingStart: EDGES.top,
    scrollPaddingEnd: EDGES.bottom,
    initialOffset: () => window.scrollY,
  });
  useLayoutEffect(() => virtual.measure(), [virtual, height]);
  useLayoutEffect(() => {
    const measure = () => {
      const box = body.current?.getBoundingClientRect();
      setMargin(Math.round((box?.top ?? 0) + window.scrollY));
      setWidth(Math.round(box?.width ?? 0));
    };
    measure();
    const watching = new ResizeObserver(measure);
    if (body.current?.parentElement?.parentElement) watching.observe(body.current.parentElement.parentElement);
    watching.observe(document.body);
    return () => watching.disconnect();
  }, []);
  const items = virtual.getVirtualItems();
  const { startIndex, endIndex } = virtual.range ?? { startIndex: 0, endIndex: 20 };
  // Again after every page: only then is it known where the next one begins.
  const version = pages.version();
  useEffect(() => pages.want(startIndex, endIndex), [pages, version, startIndex, endIndex]);
  const backAt = useRef(place);
  useEffect(() => {
    // Coming back from a finding, one is where one was.
    if (margin === 0 || backAt.current < 0) return;
    virtual.scrollToIndex(backAt.current, { align: "auto" });
    backAt.current = -1;
  }, [margin, virtual]);
  useFocusedPlace(place, (index) => virtual.scrollToIndex(index, { align: "auto" }));
  const onRow = useCallback(
    (event: MouseEvent, row: FindingItem, index: number) => {
      const target = event.target as HTMLElement;
      if (target.closest("input")) {
        select(row, index, event.shiftKey);
        return;
      }
      setPlace(index);
      if (event.shiftKey) {
        event.preventDefault();
        select(row, index, true);
      } else if (target.closest("a") && !event.metaKey && !event.ctrlKey && event.button === 0) {
        event.preventDefault();
        open(row, index);
      }
    },
    [select, setPlace, open],
  );
  return (
    <div
      role="grid"
      aria-label={words.findings}
      aria-rowcount={pages.isComplete ? pages.length + 1 : (total ?? -2) + 1}
      aria-multiselectable="true"
      className={`panel flush findings-grid ${phone ? "cards" : density}`}
      style={{ "--columns": `40px ${columns.map(({ width }) => width).join(" ")}` } as object}
    >
      <div role="row" aria-rowindex={1} className="heading">
        <div role="columnheader"><span className="visually-hidden">{words.selected}</span></div>
        {columns.map(({ id, sort }) => <Heading key={id} id={id} sorts={sort !== undefined} table={table} />)}
      </div>
      <div role="rowgroup" ref={body} className="rows" onKeyDown={onRowKey} style={{ height: virtual.getTotalSize() }}>
        {items.map(({ index, start }) => (
          <Row
            key={index}
            row={pages.row(index)}
            index={index}
            top={start - margin}
            columns={columns}
            chosen={index === place}
            inTabOrder={index === place || (place < 0 && index === 0)}
            selected={selection.all || selection.rows.has(pages.row(index)?.id ?? "")}
            onRow={onRow}
          />
        ))}
      </div>
    </div>
  );
}

/** When the place moves by keyboard, its row comes into sight and takes the focus. */
function useFocusedPlace(place: number, show: (index: number) => void) {
  const before = useRef(place);
  useEffect(() => {
    if (before.current === place || place < 0) return;
    before.current = place;
    show(place);
    const frame = requestAnimationFrame(() => document.getElementById(`finding-row-${place}`)?.focus({ preventScroll: true }));
    return () => cancelAnimationFrame(frame);
  });
}

function Heading({ id, sorts, table }: { id: FindingColumn["id"]; sorts: boolean; table: FindingsTableModel }) {
  const words = findingWords();
  const column = table.getColumn(id);
  const name = words.columns[id];
  if (!sorts || !column) return <div role="columnheader">{name}</div>;
  const sorted = column.getIsSorted();
  return (
    <div role="columnheader" aria-sort={sorted === "asc" ? "ascending" : sorted === "desc" ? "descending" : "none"}>
      <button type="button" className="sorter" onClick={() => column.toggleSorting(sorted ? sorted === "asc" : undefined)}>
        {name}<span aria-hidden="true">{sorted === "asc" ? " ↑" : sorted === "desc" ? " ↓" : ""}</span>
      </button>
    </div>
  );
}

interface RowProps {
  row: FindingItem | undefined;
  index: number;
  top: number;
  columns: readonly FindingColumn[];
  chosen: boolean;
  inTabOrder: boolean;
  selected: boolean;
  onRow: (event: MouseEvent, row: FindingItem, index: number) => void;
}

const Row = memo(function Row({ row, index, top, columns, chosen, inTabOrder, selected, onRow }: RowProps) {
  const words = findingWords();
  const style = { transform: `translateY(${top}px)` };
  if (!row) {
    return (
      <div role="row" aria-rowindex={index + 2} aria-busy="true" className="row waiting" style={style}>
        <div role="gridcell"><span className="bone" /><span className="visually-hidden">{words.loading}</span></div>
      </div>
    );
  }
  return (
    <div
      role="row"
      id={`finding-row-${index}`}
      aria-rowindex={index + 2}
      aria-selected={selected}
      tabIndex={inTabOrder ? 0 : -1}
      className={`row${chosen ? " chosen" : ""}${selected ? " selected" : ""}${DONE.has(row.state) ? " done" : ""}`}
      style={style}
      onClick={(event) => onRow(event, row, index)}
    >
      <div role="gridcell" className="check">
        <input type="checkbox" tabIndex={-1} checked={selected} readOnly aria-label={words.selectOne(visibleText(row.title, 120))} />
      </div>
      {columns.map(({ id, cell }) => <div role="gridcell" key={id} className={`cell of-${id}`}>{cell(row)}</div>)}
    </div>
  );
});

const DONE: ReadonlySet<string> = new Set(["fixed", "false-positive", "accepted"]);
