import { NativeSelect, TextInput } from "@mantine/core";
import { useDebouncedCallback } from "@mantine/hooks";
import { useEffect, useRef, useState } from "react";
import type { InventorySummary, Severity, Verdict } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { figure } from "../../language/language";
import { SEVERITIES } from "../../shared/labels";
import { useKeys } from "../../shared/keys";
import { visibleText } from "../findings/inertText";
import { inventoryWords } from "./messages";
import { VERDICTS, type PackageSearch } from "./search";

interface Props {
  summary: InventorySummary;
  search: PackageSearch;
  change: (next: Partial<PackageSearch>) => void;
}

const NO_LICENCE = "none";

/** What narrows the list of packages. */
export function PackageFilters({ summary, search, change }: Props) {
  const words = inventoryWords();
  const { words: names } = commonWords();
  const flaws = search.severity ?? (search.vulnerable === undefined ? "" : String(search.vulnerable));
  return (
    <div className="filters" role="search" aria-label={words.filters}>
      <Words value={search.search ?? ""} change={(text) => change({ search: text || undefined })} />
      <NativeSelect
        label={words.ecosystem}
        value={search.ecosystem ?? ""}
        onChange={(event) => change({ ecosystem: event.currentTarget.value || undefined })}
        data={[{ value: "", label: words.anyEcosystem }, ...summary.ecosystems.map(({ value, count }) => ({ value, label: `${visibleText(value)} (${figure(count)})` }))]}
      />
      <NativeSelect
        label={words.manifest}
        value={search.manifest ?? ""}
        maw={280}
        onChange={(event) => change({ manifest: event.currentTarget.value || undefined })}
        data={[
          { value: "", label: words.anyManifest },
          ...summary.manifests.map((one) => ({ value: `${one.target_id} ${one.manifest}`, label: `${visibleText(one.target)}: ${visibleText(one.manifest)} (${figure(one.count)})` })),
        ]}
      />
      <NativeSelect
        label={words.flaws}
        value={flaws}
        onChange={(event) => change(flawFilter(event.currentTarget.value))}
        data={[
          { value: "", label: words.anyFlaws },
          { value: "true", label: words.withFlaws },
          { value: "false", label: words.withoutFlaws },
          ...SEVERITIES.map((severity) => ({ value: severity, label: sentence(severity, names) })),
        ]}
      />
      <NativeSelect
        label={words.way}
        value={search.direct === undefined ? "" : String(search.direct)}
        onChange={(event) => change({ direct: truthOf(event.currentTarget.value) })}
        data={[{ value: "", label: words.anyWay }, { value: "true", label: words.directOnly }, { value: "false", label: words.transitiveOnly }]}
      />
      <NativeSelect
        label={words.verdict}
        value={search.verdict ?? ""}
        onChange={(event) => change({ verdict: (event.currentTarget.value || undefined) as Verdict | undefined })}
        data={[{ value: "", label: words.anyVerdict }, ...VERDICTS.map((verdict) => ({ value: verdict, label: words.verdicts[verdict] }))]}
      />
      {search.licence !== undefined && (
        <NativeSelect
          label={words.licence}
          value={search.licence}
          maw={240}
          onChange={(event) => change({ licence: event.currentTarget.value || undefined })}
          data={[{ value: search.licence, label: search.licence === NO_LICENCE ? words.noLicence : visibleText(search.licence) }, { value: "", label: words.anyVerdict }]}
        />
      )}
    </div>
  );
}

function truthOf(value: string): boolean | undefined {
  return value === "" ? undefined : value === "true";
}

function flawFilter(value: string): Partial<PackageSearch> {
  const severity = SEVERITIES.find((one) => one === value) as Severity | undefined;
  return { severity, vulnerable: severity === undefined ? truthOf(value) : undefined };
}

function Words({ value, change }: { value: string; change: (words: string) => void }) {
  const words = inventoryWords();
  const [text, setText] = useState(value);
  const field = useRef<HTMLInputElement>(null);
  const sent = useRef(value);
  const later = useDebouncedCallback((next: string) => {
    sent.current = next;
    change(next);
  }, 250);
  useKeys(words.packages, [{ key: "/", does: words.toSearch, run: () => field.current?.focus() }]);
  useEffect(() => {
    if (value !== sent.current) setText(value); // the filters were cleared, or the address changed
    sent.current = value;
  }, [value]);
  return (
    <TextInput
      ref={field}
      className="inventory-search"
      type="search"
      label={words.search}
      placeholder={words.searchWhy}
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
