import { Button, Group, Kbd, Text } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { FindingItem } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { SeverityLabel, StateLabel } from "../../shared/labels";
import { moment, relative } from "../../shared/times";
import type { FindingSearch, Sort } from "./search";

interface Props {
  rows: FindingItem[];
  sort: NonNullable<FindingSearch["sort"]>;
  sortBy: (sort: FindingSearch["sort"]) => void;
  more: boolean;
  loading: boolean;
  loadMore: () => void;
}

const COLUMNS: readonly { sort: Sort | null; name: string; wide?: boolean; descending?: boolean }[] = [
  { sort: "severity", name: "Severity", descending: true },
  { sort: "title", name: "Finding" },
  { sort: null, name: "State" },
  { sort: "first_seen_at", name: "First seen", wide: true, descending: true },
  { sort: "last_seen_at", name: "Last seen", wide: true, descending: true },
];

export function FindingsTable({ rows, sort, sortBy, more, loading, loadMore }: Props) {
  const { place, body } = useRowKeys(rows, more && !loading ? loadMore : null);
  return (
    <>
      <div className="panel flush scroll">
        <table className="list">
          <thead>
            <tr>{COLUMNS.map((column) => <Heading key={column.name} {...column} current={sort} sortBy={sortBy} />)}</tr>
          </thead>
          <tbody ref={body}>
            {rows.map((finding, index) => (
              <tr key={finding.id} className={index === place ? "chosen" : undefined} aria-selected={index === place}>
                <td className="nowrap"><SeverityLabel severity={finding.severity} /></td>
                <td>
                  <Link className="link" to="/findings/$findingId" params={{ findingId: finding.id }}><Inert text={finding.title} limit={300} /></Link>
                  <span className="sub"><Inert text={finding.location} limit={300} /></span>
                </td>
                <td><StateLabel state={finding.state} />{finding.overdue && <span className="sub">Overdue</span>}</td>
                <td className="wide nowrap"><time title={moment(finding.first_seen_at)}>{relative(finding.first_seen_at)}</time></td>
                <td className="wide nowrap"><time title={moment(finding.last_seen_at)}>{relative(finding.last_seen_at)}</time></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Group justify="space-between" mt="md">
        <Text size="sm" c="dimmed"><Kbd>j</Kbd> <Kbd>k</Kbd> next and previous, <Kbd>Enter</Kbd> opens, <Kbd>/</Kbd> searches</Text>
        {more && <Button variant="default" loading={loading} onClick={loadMore}>Load more</Button>}
      </Group>
    </>
  );
}

interface HeadingProps {
  sort: Sort | null;
  name: string;
  wide?: boolean;
  descending?: boolean;
  current: string;
  sortBy: (sort: FindingSearch["sort"]) => void;
}

function Heading({ sort, name, wide, descending, current, sortBy }: HeadingProps) {
  const className = wide ? "wide" : undefined;
  if (sort === null) return <th className={className}>{name}</th>;
  const up = current === sort;
  const down = current === `-${sort}`;
  const next = up ? (`-${sort}` as const) : down ? sort : descending ? (`-${sort}` as const) : sort;
  return (
    <th className={className} aria-sort={up ? "ascending" : down ? "descending" : "none"}>
      <button type="button" className="sorter" onClick={() => sortBy(next)}>{name}{up ? " ↑" : down ? " ↓" : ""}</button>
    </th>
  );
}

/** The row chosen by keyboard: j and k walk, Enter opens; at the end more is loaded. */
function useRowKeys(rows: FindingItem[], loadMore: (() => void) | null) {
  const navigate = useNavigate();
  const [place, setPlace] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
      const finding = rows[place];
      if (event.key === "Enter" && finding && !(event.target instanceof HTMLElement && event.target.closest("a, button"))) {
        void navigate({ to: "/findings/$findingId", params: { findingId: finding.id } });
      }
      if (event.key !== "j" && event.key !== "k") return;
      event.preventDefault();
      const next = Math.min(rows.length - 1, Math.max(0, place + (event.key === "j" ? 1 : -1)));
      setPlace(next);
      body.current?.rows[next]?.scrollIntoView({ block: "nearest" });
      if (next === rows.length - 1) loadMore?.();
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, [rows, place, loadMore, navigate]);
  return { place, body };
}

function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input, textarea, select, [contenteditable]");
}
