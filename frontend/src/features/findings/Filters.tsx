import { Button, Chip, Text, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import type { Facets, FindingState, Severity } from "../../client/schema";
import { sentence } from "../../language/common";
import { SEVERITIES, STATES } from "../../shared/labels";
import { TO_DO, type FindingSearch } from "./search";

interface Props {
  search: FindingSearch;
  change: (search: FindingSearch) => void;
  facets: Facets | undefined;
}

export function Filters({ search, change, facets }: Props) {
  const states = search.state ?? (search.scan === undefined ? [...TO_DO] : []);
  return (
    <div className="filters" role="search">
      <Words value={search.search ?? ""} change={(words) => change({ ...search, search: words || undefined })} />
      <Choices name="Severity" words={SEVERITIES} chosen={search.severity ?? []} counts={facets?.severity} choose={(severity) => change({ ...search, severity: severity.length > 0 ? (severity as Severity[]) : undefined })} />
      <Choices name="State" words={STATES} chosen={states} counts={facets?.state} choose={(state) => change({ ...search, state: state.length > 0 ? (state as FindingState[]) : undefined })} />
      {search.scan !== undefined && (
        <Button size="compact-sm" variant="default" onClick={() => change({ ...search, scan: undefined })}>Of one scan only ✕</Button>
      )}
      {facets && <Text size="sm" c="dimmed" role="status">{facets.exact ? "" : "More than "}{facets.total.toLocaleString()} {facets.total === 1 ? "fits" : "fit"}</Text>}
    </div>
  );
}

function Words({ value, change }: { value: string; change: (words: string) => void }) {
  const [words, setWords] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const later = useDebouncedCallback(change, 250);
  useEffect(() => setWords(value), [value]);
  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target instanceof HTMLInputElement || event.target instanceof HTMLTextAreaElement) return;
      event.preventDefault();
      field.current?.focus();
    };
    document.addEventListener("keydown", focus);
    return () => document.removeEventListener("keydown", focus);
  }, []);
  return (
    <TextInput
      ref={field}
      type="search"
      label="Search"
      placeholder="Words of title, place or summary  ( / )"
      w={300}
      maw="100%"
      value={words}
      onChange={(event) => {
        setWords(event.currentTarget.value);
        later(event.currentTarget.value);
      }}
    />
  );
}

interface ChoicesProps {
  name: string;
  words: readonly string[];
  chosen: string[];
  counts: Facets["severity"] | undefined;
  choose: (words: string[]) => void;
}

function Choices({ name, words, chosen, counts, choose }: ChoicesProps) {
  const count = (word: string) => counts?.find(({ value }) => value === word)?.count;
  return (
    <fieldset>
      <legend>{name}</legend>
      <div className="choices">
        <Chip.Group multiple value={chosen} onChange={choose}>
          {words.map((word) => (
            <Chip key={word} value={word} size="xs">{sentence(word)}{count(word) ? ` ${count(word)?.toLocaleString()}` : ""}</Chip>
          ))}
        </Chip.Group>
      </div>
    </fieldset>
  );
}
