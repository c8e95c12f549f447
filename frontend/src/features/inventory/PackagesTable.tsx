import { Button, Group } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import { useEffect, useRef, useState } from "react";
import type { Package } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Inert } from "../../shared/Inert";
import { useKeys } from "../../shared/keys";
import { SeverityLabel } from "../../shared/labels";
import { VerdictLabel } from "./labels";
import { inventoryWords } from "./messages";
import type { PackageSearch, PackageSort } from "./search";

interface Props {
  projectId: string;
  rows: Package[];
  sort: NonNullable<PackageSearch["sort"]>;
  sortBy: (sort: PackageSearch["sort"]) => void;
  more: boolean;
  loading: boolean;
  loadMore: () => void;
}

export function PackagesTable({ projectId, rows, sort, sortBy, more, loading, loadMore }: Props) {
  const words = inventoryWords();
  const common = commonWords();
  const { place, body } = useRows(projectId, rows, more && !loading ? loadMore : null);
  const columns: [PackageSort | null, string, string][] = [
    ["name", words.name, ""],
    [null, words.version, ""],
    ["worst", words.severity, ""],
    [null, words.upgrade, "wide"],
    ["licence", words.licence, "wide"],
    ["manifest", words.place, "wide"],
  ];
  return (
    <>
      <div className="panel flush scroll">
        <table className="list" aria-label={words.packages}>
          <thead>
            <tr>{columns.map(([name, title, width]) => <Heading key={title} sort={name} title={title} width={width} current={sort} sortBy={sortBy} />)}</tr>
          </thead>
          <tbody ref={body}>
            {rows.map((one, index) => <Row key={one.id} projectId={projectId} one={one} chosen={index === place} />)}
          </tbody>
        </table>
      </div>
      {more && <Group justify="center" mt="md"><Button variant="default" loading={loading} onClick={loadMore}>{common.loadMore}</Button></Group>}
    </>
  );
}

function Row({ projectId, one, chosen }: { projectId: string; one: Package; chosen: boolean }) {
  const words = inventoryWords();
  const way = one.direct === null ? words.unknownWay : one.direct ? words.direct : words.transitive;
  return (
    <tr className={chosen ? "chosen" : undefined} aria-selected={chosen}>
      <td>
        <Link className="link" to="/projects/$projectId/inventory/packages/$packageId" params={{ projectId, packageId: one.id }}><Inert text={one.name} limit={300} /></Link>
        <span className="sub"><Inert text={one.ecosystem} limit={60} /> · {way}{one.scope !== "production" && ` · ${words.scopes[one.scope]}`}</span>
      </td>
      <td className="versions">{one.version ? <Inert text={one.version} limit={80} /> : words.unknownVersion}</td>
      <td>
        {one.severity === null ? <span className="sub">{words.noFlaw}</span> : <SeverityLabel severity={one.severity} />}
        {one.flaw_count > 0 && <span className="sub">{words.flawCount(one.flaw_count)}{one.open_flaw_count !== one.flaw_count && `, ${words.openFlaws(one.open_flaw_count, one.flaw_count)}`}</span>}
      </td>
      <td className="wide">{one.flaw_count > 0 && (one.upgrade ? <span className="upgrade"><Inert text={one.upgrade} limit={80} /></span> : <span className="sub">{words.noUpgrade}</span>)}</td>
      <td className="wide">{one.licence ? <Inert text={one.licence} limit={120} /> : words.noLicence}<span className="sub"><VerdictLabel verdict={one.verdict} /></span></td>
      <td className="wide"><Inert text={one.manifest} limit={200} />{one.line > 0 && `:${one.line}`}<span className="sub"><Inert text={one.target} limit={120} /></span></td>
    </tr>
  );
}

interface HeadingProps {
  sort: PackageSort | null;
  title: string;
  width: string;
  current: string;
  sortBy: (sort: PackageSearch["sort"]) => void;
}

function Heading({ sort, title, width, current, sortBy }: HeadingProps) {
  const className = width || undefined;
  if (sort === null) return <th className={className}>{title}</th>;
  const first = current === sort;
  const turned = current === `-${sort}`;
  // The worst first is an order that goes down.
  const [up, down] = sort === "worst" ? [turned, first] : [first, turned];
  const next = first ? (`-${sort}` as const) : sort;
  return (
    <th className={className} aria-sort={up ? "ascending" : down ? "descending" : "none"}>
      <button type="button" className="sorter" onClick={() => sortBy(next)}>{title}{up ? " ↑" : down ? " ↓" : ""}</button>
    </th>
  );
}

/** The row chosen by keyboard: j and k walk, Enter opens; at the end more is loaded. */
function useRows(projectId: string, rows: Package[], loadMore: (() => void) | null) {
  const navigate = useNavigate();
  const words = inventoryWords();
  const [place, setPlace] = useState(-1);
  const body = useRef<HTMLTableSectionElement>(null);
  useEffect(() => setPlace((now) => Math.min(now, rows.length - 1)), [rows.length]);
  const walk = (step: number) => {
    const next = Math.min(rows.length - 1, Math.max(0, place + step));
    setPlace(next);
    body.current?.rows[next]?.scrollIntoView({ block: "nearest" });
    if (next === rows.length - 1) loadMore?.();
  };
  const open = () => {
    const one = rows[place];
    if (one) void navigate({ to: "/projects/$projectId/inventory/packages/$packageId", params: { projectId, packageId: one.id } });
  };
  useKeys(words.packages, [
    { key: "j", does: words.next, run: () => walk(1) },
    { key: "k", does: words.previous, run: () => walk(-1) },
    { key: "Enter", does: words.name, run: open },
  ]);
  return { place, body };
}
