// One filter as a button that opens the values there are, with how many findings have each.
import { Button, Checkbox, Popover, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { answered, api } from "../../client/client";
import type { Facets } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { SEVERITIES, STATES } from "../../shared/labels";
import { findingWords } from "./messages";
import { CONFIDENCES, dayOf, daysAgo, findingFilter, statesOf, type FindingSearch, type TimeFilter } from "./search";

export type FacetName = "state" | "severity" | "priority_level" | "confidence" | "rule" | "target" | "assignee" | "origin" | "cwe" | "project";

interface Props {
  projectId: string | undefined;
  search: FindingSearch;
  change: (search: FindingSearch) => void;
  facets: Facets | undefined;
}

interface Value {
  value: string;
  label: string;
  count: number | undefined;
}

const CLOSED: Partial<Record<FacetName, readonly string[]>> = { state: STATES, severity: SEVERITIES, priority_level: SEVERITIES, confidence: CONFIDENCES };
const SEARCHABLE = 8; // values from which one can look for one

/** How many findings have which values; of a facet in which something is chosen, as if nothing were. */
export function useFacets(projectId: string | undefined, search: FindingSearch) {
  const filter = findingFilter(search);
  return useQuery({
    queryKey: ["facets", projectId ?? "all", filter],
    queryFn: ({ signal }) =>
      answered(
        projectId === undefined
          ? api.GET("/api/v1/findings/facets", { params: { query: filter as never }, signal })
          : api.GET("/api/v1/projects/{project_id}/findings/facets", { params: { path: { project_id: projectId }, query: filter as never }, signal }),
      ),
    placeholderData: (before) => before,
  });
}

export function Facet({ name, ...props }: Props & { name: FacetName }) {
  const words = findingWords();
  const [opened, setOpened] = useState(false);
  const count = props.search[name]?.length ?? 0;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-start" width={300} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={`facet-button${count > 0 ? " active" : ""}`} onClick={() => setOpened(!opened)} aria-expanded={opened}>
          {words.facets[name]}
          {count > 0 && <span className="count">{count}</span>}
          <span aria-hidden="true">▾</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.facets[name]}>
        {opened && <Values name={name} {...props} />}
      </Popover.Dropdown>
    </Popover>
  );
}

function Values({ name, search, change, facets }: Props & { name: FacetName }) {
  const words = findingWords();
  const [sought, setSought] = useState("");
  const projects = useProjects(name === "project");
  const chosen = name === "state" ? statesOf(search) : (search[name] ?? []).map(String);
  const values = valuesOf(name, facets, chosen, projects, words);
  const shown = values.filter(({ label, value }) => `${label} ${value}`.toLowerCase().includes(sought.trim().toLowerCase()));
  const choose = (value: string, yes: boolean) => {
    const next = yes ? [...chosen, value] : chosen.filter((one) => one !== value);
    const typed = name === "cwe" ? next.map(Number) : next;
    change({ ...search, [name]: next.length > 0 ? typed : undefined });
  };
  return (
    <>
      {values.length > SEARCHABLE && <TextInput size="xs" mb={8} data-autofocus aria-label={words.findValue} placeholder={words.findValue} value={sought} onChange={(event) => setSought(event.currentTarget.value)} />}
      <div className="facet-list" role="group" aria-label={words.facets[name]}>
        {shown.map(({ value, label, count }) => (
          <label key={value}>
            <Checkbox size="xs" checked={chosen.includes(value)} onChange={(event) => choose(value, event.currentTarget.checked)} />
            <span className="name"><Inert text={label} limit={120} /></span>
            {count !== undefined && <span className="count">{figure(count)}</span>}
          </label>
        ))}
        {shown.length === 0 && <Text size="sm" c="dimmed" p="xs">{words.noValues}</Text>}
      </div>
    </>
  );
}

function useProjects(wanted: boolean): { value: string; label: string }[] {
  const projects = useQuery({
    queryKey: ["projects", "names"],
    queryFn: () => answered(api.GET("/api/v1/projects", { params: { query: { limit: 200, sort: "name" } } })),
    enabled: wanted,
  });
  return projects.data?.items.map(({ id, name }) => ({ value: id, label: name })) ?? [];
}

function valuesOf(name: FacetName, facets: Facets | undefined, chosen: string[], projects: { value: string; label: string }[], words: ReturnType<typeof findingWords>): Value[] {
  if (name === "project") return projects.map((project) => ({ ...project, count: undefined }));
  const counted = facets?.[name] ?? [];
  const count = (value: string) => counted.find((one) => one.value === value)?.count ?? (facets ? 0 : undefined);
  const common = commonWords.now().words;
  const closed = CLOSED[name];
  if (closed) return closed.map((value) => ({ value, label: sentence(value, common), count: count(value) }));
  const label = (value: string, given?: string | null) => {
    if (name === "assignee" && value === "none") return words.nobody;
    if (name === "cwe") return `CWE-${value}`;
    return given ?? (name === "origin" ? sentence(value, common) : value);
  };
  const values = counted.map(({ value, count: number, label: given }) => ({ value, label: label(value, given), count: number as number | undefined }));
  if (name === "assignee") values.unshift({ value: "me", label: words.me, count: undefined });
  for (const value of chosen) if (!values.some((one) => one.value === value)) values.unshift({ value, label: label(value), count: facets ? 0 : undefined });
  return values;
}

/** What is asked for less often, behind one button. */
export function MoreFacets(props: Props) {
  const words = findingWords();
  const { search, change, facets } = props;
  const [opened, setOpened] = useState(false);
  const active = [search.confidence, search.origin, search.cwe, search.overdue, search.first_seen_from ?? search.first_seen_to, search.last_seen_from ?? search.last_seen_to, search.due_from ?? search.due_to].filter((one) => one !== undefined).length;
  return (
    <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} shadow="md" trapFocus returnFocus>
      <Popover.Target>
        <button type="button" className={`facet-button${active > 0 ? " active" : ""}`} onClick={() => setOpened(!opened)} aria-expanded={opened}>
          {words.more}
          {active > 0 && <span className="count">{active}</span>}
          <span aria-hidden="true">▾</span>
        </button>
      </Popover.Target>
      <Popover.Dropdown aria-label={words.more}>
        {opened && (
          <div className="facet-list">
            <label>
              <Checkbox size="xs" checked={search.overdue === true} onChange={(event) => change({ ...search, overdue: event.currentTarget.checked || undefined })} />
              <span className="name">{words.overdue}</span>
              {facets && <span className="count">{figure(facets.overdue)}</span>}
            </label>
            <Part title={words.facets.first_seen}><Range name="first_seen" {...props} /></Part>
            <Part title={words.facets.last_seen}><Range name="last_seen" {...props} /></Part>
            <Part title={words.facets.due}><Range name="due" {...props} /></Part>
            <Part title={words.facets.confidence}><Values name="confidence" {...props} /></Part>
            <Part title={words.facets.origin}><Values name="origin" {...props} /></Part>
            <Part title={words.facets.cwe}><Values name="cwe" {...props} /></Part>
          </div>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section>
      <Text size="xs" fw={600} c="dimmed" mt={10} mb={4}>{title}</Text>
      {children}
    </section>
  );
}

function Range({ name, search, change }: Props & { name: "first_seen" | "last_seen" | "due" }) {
  const words = findingWords();
  const [from, to] = [`${name}_from`, `${name}_to`] as [TimeFilter, TimeFilter];
  return (
    <div className="range">
      <div className="range-days">
        <TextInput size="xs" type="date" aria-label={`${words.facets[name]} ${words.from}`} value={dayOf(search[from], false)} onChange={(event) => change({ ...search, [from]: event.currentTarget.value || undefined })} />
        <TextInput size="xs" type="date" aria-label={`${words.facets[name]} ${words.to}`} value={dayOf(search[to], true)} onChange={(event) => change({ ...search, [to]: event.currentTarget.value || undefined })} />
      </div>
      {name !== "due" && (
        <div className="range-quick">
          {[1, 7, 30].map((days) => <Button key={days} size="compact-xs" variant="default" onClick={() => change({ ...search, [from]: daysAgo(days), [to]: undefined })}>{words.lastDays(days)}</Button>)}
        </div>
      )}
    </div>
  );
}
