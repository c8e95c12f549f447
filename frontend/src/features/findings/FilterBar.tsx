// What narrows the list: words, facets with their counts, and what of them is chosen now.
import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import type { Facets } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { Inert } from "../../shared/Inert";
import { day } from "../../shared/times";
import { visibleText } from "./inertText";
import { Facet, MoreFacets } from "./Facet";
import { findingWords } from "./messages";
import { isFiltered, type FindingSearch, type TimeFilter } from "./search";

export const SEARCH_FIELD = "findings-search";

interface Props {
  projectId: string | undefined;
  search: FindingSearch;
  change: (search: FindingSearch) => void;
  facets: Facets | undefined;
}

export function FilterBar(props: Props) {
  const { search, change, projectId } = props;
  const words = findingWords();
  return (
    <>
      <div className="facets" role="search" aria-label={words.filters}>
        <Words value={search.search ?? ""} change={(text) => change({ ...search, search: text || undefined })} />
        <Facet name="severity" {...props} />
        <Facet name="state" {...props} />
        <Facet name="priority_level" {...props} />
        {projectId === undefined && <Facet name="project" {...props} />}
        <Facet name="target" {...props} />
        <Facet name="assignee" {...props} />
        <Facet name="rule" {...props} />
        <MoreFacets {...props} />
      </div>
      {isFiltered(search) && <Chips {...props} />}
    </>
  );
}

function Words({ value, change }: { value: string; change: (words: string) => void }) {
  const words = findingWords();
  const [text, setText] = useState(value);
  const typed = useRef(value);
  const later = useDebouncedCallback((next: string) => {
    typed.current = next;
    change(next);
  }, 250);
  useEffect(() => {
    if (value !== typed.current) setText(value); // another view was chosen
    typed.current = value;
  }, [value]);
  return (
    <TextInput
      id={SEARCH_FIELD}
      className="search-field"
      type="search"
      aria-label={words.search}
      placeholder={words.searchHint}
      value={text}
      maxLength={200}
      onChange={(event) => {
        setText(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
      onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
    />
  );
}

interface Chip {
  key: string;
  text: string;
  without: FindingSearch;
}

function Chips({ search, change, facets }: Props) {
  const words = findingWords();
  return (
    <div className="chips" role="group" aria-label={words.chosenFilters}>
      {chips(search, facets, words).map(({ key, text, without }) => (
        <span className="chip" key={key}>
          <span className="what"><Inert text={text} limit={120} /></span>
          <button type="button" aria-label={words.takeAway(visibleText(text, 120))} onClick={() => change(without)}><span aria-hidden="true">✕</span></button>
        </span>
      ))}
      <Button size="compact-xs" variant="subtle" onClick={() => change(search.sort === undefined ? {} : { sort: search.sort })}>{words.clearAll}</Button>
    </div>
  );
}

/** One piece for each thing that is chosen, with the address without it. */
function chips(search: FindingSearch, facets: Facets | undefined, words: ReturnType<typeof findingWords>): Chip[] {
  const found: Chip[] = [];
  const common = commonWords.now().words;
  const named = (name: "rule" | "target" | "assignee", value: string) => {
    return facets?.[name].find((one) => one.value === value)?.label ?? value;
  };
  for (const name of ["state", "severity", "priority_level", "confidence"] as const) {
    if (search[name]) found.push({ key: name, text: `${words.facets[name]}: ${search[name].map((word) => sentence(word, common)).join(", ")}`, without: { ...search, [name]: undefined } });
  }
  for (const name of ["rule", "target", "assignee", "origin", "project"] as const) {
    for (const value of search[name] ?? []) {
      const text = value === "me" ? words.me : value === "none" ? words.nobody : name === "project" ? words.oneProject : name === "origin" ? sentence(value, common) : named(name, value);
      found.push({ key: `${name} ${value}`, text: `${words.facets[name]}: ${text}`, without: without(search, name, value) });
    }
  }
  for (const value of search.cwe ?? []) found.push({ key: `cwe ${value}`, text: `CWE-${value}`, without: { ...search, cwe: rest(search.cwe, value) } });
  for (const name of ["first_seen", "last_seen", "due"] as const) {
    const [from, to] = [`${name}_from`, `${name}_to`] as [TimeFilter, TimeFilter];
    if (!search[from] && !search[to]) continue;
    const text = words.between(search[from] ? day(search[from]) : "", search[to] ? day(search[to]) : "");
    found.push({ key: name, text: `${words.facets[name]}: ${text}`, without: { ...search, [from]: undefined, [to]: undefined } });
  }
  if (search.priority_from !== undefined || search.priority_to !== undefined) {
    found.push({ key: "priority", text: `${words.columns.priority}: ${search.priority_from ?? 0}–${search.priority_to ?? 100}`, without: { ...search, priority_from: undefined, priority_to: undefined } });
  }
  if (search.overdue !== undefined) found.push({ key: "overdue", text: search.overdue ? words.overdue : words.notOverdue, without: { ...search, overdue: undefined } });
  if (search.scan) found.push({ key: "scan", text: search.new_in_scan ? words.newInOneScan : words.ofOneScan, without: { ...search, scan: undefined, new_in_scan: undefined } });
  if (search.search) found.push({ key: "search", text: `“${search.search}”`, without: { ...search, search: undefined } });
  return found;
}

function without(search: FindingSearch, name: "rule" | "target" | "assignee" | "origin" | "project", value: string): FindingSearch {
  return { ...search, [name]: rest(search[name], value) };
}

function rest<Value>(values: Value[] | undefined, value: Value): Value[] | undefined {
  const left = (values ?? []).filter((one) => one !== value);
  return left.length > 0 ? left : undefined;
}

/** On a phone there are no headings to sort by. */
export function SortChoice({ search, change }: Pick<Props, "search" | "change">) {
  const words = findingWords();
  return (
    <NativeSelect
      size="xs"
      aria-label={words.sortBy}
      value={search.sort ?? "-priority"}
      onChange={(event) => change({ ...search, sort: event.currentTarget.value as FindingSearch["sort"] })}
      data={Object.entries(words.orders).map(([value, label]) => ({ value, label }))}
    />
  );
}
