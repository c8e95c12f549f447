// The list of findings: of one project or of all, narrowed by the address, worked through by mouse or keyboard.
import { Button, Checkbox, Group, Popover, SegmentedControl, Stack, Text, Title } from "@mantine/core";
import { useMediaQuery } from "@mantine/hooks";
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useCallback, useEffect, useMemo, useState, type KeyboardEvent as ReactKeyboardEvent } from "react";
import type { DecidedState, FindingItem } from "../../client/schema";
import { useKeys } from "../../shared/keys";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { BulkBar } from "./BulkBar";
import { DecisionDialog, type Asked } from "./DecisionDialog";
import { useFacets } from "./Facet";
import { FilterBar, SEARCH_FIELD, SortChoice } from "./FilterBar";
import "./findings.css";
import { FindingsTable } from "./FindingsTable";
import { visibleText } from "./inertText";
import { findingWords } from "./messages";
import { ToldBar } from "./ToldBar";
import { DEFAULT_ORDER, isFiltered, type FindingSearch } from "./search";
import { NOTHING_SELECTED, byProject, ranged, toggled } from "./selection";
import { useColumns, type Density } from "./useColumns";
import { useFindingPages } from "./useFindingPages";
import { useMayTriage } from "./useMayTriage";
import { useTriage } from "./useTriage";
import { Views } from "./Views";

export function AllFindingsPage() {
  const search = useSearch({ from: "/shell/findings" });
  const navigate = useNavigate({ from: "/findings" });
  const words = findingWords();
  useTitle(words.findings);
  return (
    <Stack gap="md">
      <Title order={1} size="h2">{words.findings}</Title>
      <Findings search={search} change={(next) => void navigate({ search: next, replace: true, resetScroll: false })} />
    </Stack>
  );
}

export function ProjectFindingsPage() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  const search = useSearch({ from: "/shell/projects/$projectId/findings" });
  const navigate = useNavigate({ from: "/projects/$projectId/findings" });
  return <Findings key={projectId} projectId={projectId} search={search} change={(next) => void navigate({ search: next, replace: true, resetScroll: false })} />;
}

interface Props {
  projectId?: string;
  search: FindingSearch;
  change: (search: FindingSearch) => void;
}

const ONE_PROJECT = ["project"];
const EVERY_PROJECT: string[] = [];

function Findings({ projectId, search, change }: Props) {
  const words = findingWords();
  const { pages, reload } = useFindingPages(projectId, search);
  const facets = useFacets(projectId, search);
  const may = useMayTriage(projectId);
  const triage = useTriage(projectId, search, reload);
  const { table, columns, density, setDensity } = useColumns(search.sort ?? DEFAULT_ORDER, (sort) => change({ ...search, sort }), projectId === undefined ? EVERY_PROJECT : ONE_PROJECT);
  const phone = useMediaQuery("(max-width: 760px)", undefined, { getInitialValueInEffect: false }) ?? false;
  const [place, setPlaceState] = useState(pages.place);
  const [selection, setSelection] = useState(NOTHING_SELECTED);
  const [asked, setAsked] = useState<Asked | null>(null);
  const setPlace = useCallback(
    (index: number) => {
      pages.place = index;
      setPlaceState(index);
    },
    [pages],
  );
  useEffect(() => {
    setPlaceState(pages.place);
    setSelection(NOTHING_SELECTED);
  }, [pages]);
  useEffect(() => pages.want(0, 0), [pages, pages.error]);
  const open = useOpen(setPlace);
  const select = useCallback(
    (row: FindingItem, index: number, range: boolean) => setSelection((before) => (range ? ranged(before, index, (at) => pages.row(at)) : toggled(before, row, index))),
    [pages],
  );
  const current = pages.row(place);
  const subjects: FindingItem[] | "all" = selection.all ? "all" : selection.rows.size > 0 ? [...selection.rows.values()] : current ? [current] : [];
  const total = facets.data?.exact ? facets.data.total : pages.isComplete ? pages.length : facets.data?.total;
  const exact = facets.data?.exact === true || pages.isComplete;
  const onward = () => {
    // One finding after the other: what is decided stays in its place, the next one comes under the keys.
    if (selection.rows.size === 0 && !selection.all && place + 1 < pages.known) setPlace(place + 1);
  };
  const at = (state: DecidedState) => {
    if (subjects.length === 0 || !may) return;
    if (state === "false-positive" || state === "accepted") setAsked({ what: "state", state });
    else if (selection.all) setAsked({ what: "state", state }); // so many are never changed by one key
    else void triage.decideAtOnce(subjects, { state }).then((done) => done && (selection.rows.size > 0 ? setSelection(NOTHING_SELECTED) : onward()));
  };
  const assign = (user: { id: string; name: string } | null) => {
    if (subjects.length === 0 || !may) return;
    void triage.decideAtOnce(subjects, { assignee_id: user?.id ?? null }).then((done) => {
      if (done && subjects !== "all") pages.patch(new Map(subjects.map((row) => [row.id, { assignee_name: user?.name ?? null }])));
    });
  };
  const step = (by: number, extend: boolean) => {
    const next = Math.min(pages.known - 1, Math.max(0, place + by));
    if (pages.known === 0) return;
    setPlace(next);
    if (extend) setSelection((before) => ranged(before.anchor < 0 ? { ...before, anchor: Math.max(0, place) } : before, next, (index) => pages.row(index)));
  };
  useKeys(words.findings, [
    { key: "j", does: words.keys.next, run: () => step(1, false) },
    { key: "k", does: words.keys.previous, run: () => step(-1, false) },
    { key: "J", does: words.keys.selectNext, run: () => step(1, true) },
    { key: "K", does: words.keys.selectPrevious, run: () => step(-1, true) },
    { key: "Enter", does: words.keys.open, run: () => current && open(current, place) },
    { key: "x", does: words.keys.select, run: () => current && select(current, place, false) },
    { key: "c", does: words.keys.confirm, run: () => at("confirmed") },
    { key: "f", does: words.keys.falsePositive, run: () => at("false-positive") },
    { key: "a", does: words.keys.accept, run: () => at("accepted") },
    { key: "m", does: words.keys.mine, run: () => triage.me && assign(triage.me) },
    { key: "z", does: words.keys.undo, run: () => triage.told?.undo?.() },
    { key: "/", does: words.keys.search, run: () => document.getElementById(SEARCH_FIELD)?.focus() },
    {
      key: "Escape",
      does: words.keys.escape,
      run: () => {
        triage.tell(null);
        setSelection(NOTHING_SELECTED);
      },
    },
  ]);
  /** Arrows, space and page keys belong to a row that has the focus; elsewhere they scroll and press. */
  const onRowKey = (event: ReactKeyboardEvent) => {
    const steps: Record<string, number> = { ArrowDown: 1, ArrowUp: -1, PageDown: 10, PageUp: -10, Home: -Infinity };
    const by = steps[event.key];
    if (event.target !== event.currentTarget && !(event.target as HTMLElement).id.startsWith("finding-row-")) return;
    if (by !== undefined) step(by, event.shiftKey);
    else if (event.key === " " && current) select(current, place, event.shiftKey);
    else return;
    event.preventDefault();
  };
  const projects = useMemo(() => [...byProject(selection.rows.values()).keys()], [selection]);
  const selected = selection.all || selection.rows.size > 0;
  return (
    <div className="findings-page">
      <Views projectId={projectId} search={search} change={change} />
      <FilterBar projectId={projectId} search={search} change={change} facets={facets.data} />
      <div className="toolbar">
        <Text size="sm" c="dimmed" role="status">{total === undefined ? words.counting : words.fit(total, exact)}</Text>
        <div>
          {phone && <SortChoice search={search} change={change} />}
          {!phone && <SegmentedControl size="xs" aria-label={words.density} value={density} onChange={(value) => setDensity(value as Density)} data={(["comfortable", "compact"] as const).map((value) => ({ value, label: words.densities[value] }))} />}
          {!phone && <ColumnMenu table={table} leftOut={projectId === undefined ? EVERY_PROJECT : ONE_PROJECT} />}
          <Button size="compact-sm" variant="default" onClick={reload}>{words.refresh}</Button>
          {!phone && <Text size="xs" c="dimmed">{words.keysHint}</Text>}
        </div>
      </div>
      {!pages.hasBegun && pages.error === null && <Waiting lines={8} />}
      {pages.isEmpty && <Empty search={search} change={change} />}
      {pages.hasBegun && !pages.isEmpty && (
        <FindingsTable pages={pages} total={total} table={table} columns={columns} density={density} phone={phone} place={place} setPlace={setPlace} selection={selection} select={select} open={open} onRowKey={onRowKey} />
      )}
      {pages.error !== null && <Failure error={pages.error} again={() => pages.retry()} />}
      <div className="bars">
        <ToldBar told={triage.told} close={() => triage.tell(null)} />
        {selected && may && (
          <BulkBar
            count={selection.rows.size}
            all={selection.all}
            projectId={projectId ?? (projects.length === 1 ? projects[0] : undefined)}
            busy={triage.busy}
            canSelectAll={pages.known > selection.rows.size || !pages.isComplete}
            total={total}
            selectAll={() => setSelection((before) => ({ ...before, all: true }))}
            clear={() => setSelection(NOTHING_SELECTED)}
            ask={setAsked}
            decide={at}
            assign={assign}
            me={triage.me}
          />
        )}
      </div>
      <DecisionDialog
        asked={asked}
        subject={subjects === "all" ? words.allSelected(total) : subjects.length === 1 ? visibleText(subjects[0]?.title ?? "", 200) : words.someSelected(subjects.length)}
        close={() => setAsked(null)}
        decide={async (decided) => {
          await triage.decide(subjects, decided);
          if (selection.rows.size > 0 || selection.all) setSelection(NOTHING_SELECTED);
          else onward();
        }}
      />
    </div>
  );
}

function useOpen(setPlace: (index: number) => void) {
  const navigate = useNavigate();
  return useCallback(
    (row: FindingItem, index: number) => {
      setPlace(index);
      void navigate({ to: "/findings/$findingId", params: { findingId: row.id } });
    },
    [navigate, setPlace],
  );
}

function Empty({ search, change }: { search: FindingSearch; change: (search: FindingSearch) => void }) {
  const words = findingWords();
  return (
    <Nothing title={isFiltered(search) ? words.noneFit : words.noneOpen}>
      {isFiltered(search) ? words.noneFitHow : words.noneOpenHow}
      {isFiltered(search) && <Group justify="center" mt="md"><Button size="xs" variant="default" onClick={() => change({})}>{words.clearAll}</Button></Group>}
    </Nothing>
  );
}

function ColumnMenu({ table, leftOut }: { table: ReturnType<typeof useColumns>["table"]; leftOut: readonly string[] }) {
  const words = findingWords();
  const columns = table.getAllLeafColumns().filter((column) => column.getCanHide() && !leftOut.includes(column.id));
  return (
    <Popover position="bottom-end" shadow="md" width={240} trapFocus returnFocus>
      <Popover.Target><Button size="compact-sm" variant="default">{words.columnsTitle}</Button></Popover.Target>
      <Popover.Dropdown aria-label={words.columnsTitle}>
        <div className="facet-list">
          {columns.map((column) => (
            <label key={column.id}>
              <Checkbox size="xs" checked={column.getIsVisible()} onChange={() => column.toggleVisibility()} />
              <span className="name">{words.columns[column.id as keyof typeof words.columns]}</span>
            </label>
          ))}
        </div>
      </Popover.Dropdown>
    </Popover>
  );
}
