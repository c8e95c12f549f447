import { Button, NativeSelect, Text, TextInput, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useSearch } from "@tanstack/react-router";
import { useRef } from "react";
import { answered, api } from "../../client/client";
import type { Rules, Severity } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { useKeys } from "../../shared/keys";
import { SEVERITIES, SeverityLabel } from "../../shared/labels";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { ruleWords } from "./messages";
import { fitting, valuesOf, type RuleSearch } from "./search";
import "./rules.css";

/** All rules, with search and filters in the address. */
export function RulesPage() {
  const words = ruleWords();
  useTitle(words.title);
  const rules = useQuery({ queryKey: ["rules"], queryFn: () => answered(api.GET("/api/v1/rules")), staleTime: 3_600_000 });
  return (
    <>
      <Title order={1} size="h2">{words.title}</Title>
      <Text c="dimmed" size="sm" mb="md">{words.why}</Text>
      {rules.isPending && <Waiting lines={8} />}
      {rules.error && <Failure error={rules.error} again={() => void rules.refetch()} />}
      {rules.data && <Catalogue catalogue={rules.data} />}
    </>
  );
}

function Catalogue({ catalogue }: { catalogue: Rules }) {
  const words = ruleWords();
  const search = useSearch({ from: "/shell/rules" });
  const navigate = useNavigate({ from: "/rules" });
  const shown = fitting(catalogue.items, search);
  const change = (next: Partial<RuleSearch>) => void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const filtered = Object.values(search).some((value) => value !== undefined);
  return (
    <>
      <Filters catalogue={catalogue} search={search} change={change} />
      <div className="rules-count">
        <Text size="sm" role="status">{words.shown(shown.length, catalogue.items.length)}</Text>
        {filtered && <Button variant="subtle" size="compact-sm" onClick={() => void navigate({ search: {}, replace: true })}>{words.clear}</Button>}
      </div>
      {shown.length === 0 ? <Nothing title={words.nothing}>{words.nothingWhy}</Nothing> : <RuleTable items={shown} />}
    </>
  );
}

function Filters({ catalogue, search, change }: { catalogue: Rules; search: RuleSearch; change: (next: Partial<RuleSearch>) => void }) {
  const words = ruleWords();
  const { words: names } = commonWords();
  const field = useRef<HTMLInputElement>(null);
  useKeys(words.title, [{ key: "/", does: words.toSearch, run: () => field.current?.focus() }]);
  const values = valuesOf(catalogue.items);
  return (
    <div className="filters" role="search">
      <TextInput
        ref={field}
        className="rules-search"
        label={words.search}
        type="search"
        placeholder={words.searchWhy}
        value={search.text ?? ""}
        onChange={(event) => change({ text: event.currentTarget.value || undefined })}
      />
      <NativeSelect
        label={words.scanner}
        value={search.scanner ?? ""}
        onChange={(event) => change({ scanner: event.currentTarget.value || undefined })}
        data={[{ value: "", label: words.anyScanner }, ...catalogue.scanners.map(({ id }) => ({ value: id, label: sentence(id, names) }))]}
      />
      <NativeSelect
        label={words.severity}
        value={search.severity ?? ""}
        onChange={(event) => change({ severity: (event.currentTarget.value || undefined) as Severity | undefined })}
        data={[{ value: "", label: words.anySeverity }, ...SEVERITIES.map((severity) => ({ value: severity, label: sentence(severity, names) }))]}
      />
      <NativeSelect
        label={words.cwe}
        value={String(search.cwe ?? "")}
        onChange={(event) => change({ cwe: Number(event.currentTarget.value) || undefined })}
        data={[{ value: "", label: words.anyCwe }, ...values.cwe.map((number) => ({ value: String(number), label: `CWE-${number}` }))]}
      />
      <NativeSelect
        label={words.owasp}
        value={search.owasp ?? ""}
        onChange={(event) => change({ owasp: event.currentTarget.value || undefined })}
        data={[{ value: "", label: words.anyOwasp }, ...values.owasp]}
      />
    </div>
  );
}

function RuleTable({ items }: { items: Rules["items"] }) {
  const words = ruleWords();
  // The most frequent rules of what one may see; of the others the rule's own page tells.
  const counts = useQuery({
    queryKey: ["findings", "rule-counts"],
    queryFn: () => answered(api.GET("/api/v1/findings/facets", { params: { query: { state: ["open", "confirmed", "reopened"] } } })),
    staleTime: 60_000,
  });
  const open = new Map((counts.data?.rule ?? []).map(({ value, count }) => [value, count]));
  return (
    <div className="panel flush scroll">
      <table className="list rules" aria-label={words.title}>
        <thead>
          <tr><th>{words.severity}</th><th>{words.rule}</th><th className="wide">{words.cwe}</th><th className="wide">{words.owasp}</th><th className="figure">{words.open}</th></tr>
        </thead>
        <tbody>
          {items.map((rule) => (
            <tr key={rule.id}>
              <td><SeverityLabel severity={rule.severity} /></td>
              <td>
                <Link className="link" to="/rules/$ruleId" params={{ ruleId: rule.id }} lang="en">{rule.title}</Link>
                <span className="sub">{rule.id}</span>
              </td>
              <td className="wide cwe">{rule.cwe.map((number) => <span key={number}>{`CWE-${number}`}</span>)}</td>
              <td className="wide owasp">{rule.owasp.join(", ")}</td>
              <td className="figure">
                {open.has(rule.id) && <Link className="link" to="/findings" search={{ rule: [rule.id] }}>{words.openCount(open.get(rule.id) ?? 0)}</Link>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
