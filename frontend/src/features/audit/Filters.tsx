import { Button, NativeSelect, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { answered, api } from "../../client/client";
import { plainText } from "../../shared/visible";
import { auditWords } from "./messages";
import type { AuditSearch } from "./search";

const PAUSE = 350; // milliseconds without a key before the list is asked anew

interface Props {
  search: AuditSearch;
  change: (next: AuditSearch) => void;
  clear: () => void;
}

export function Filters({ search, change, clear }: Props) {
  const words = auditWords();
  const users = useQuery({ queryKey: ["users", "names"], queryFn: () => answered(api.GET("/api/v1/users", { params: { query: { limit: 100 } } })), staleTime: 60_000 });
  const known = (users.data?.items ?? []).map(({ id, name, email }) => ({ value: id, label: plainText(`${name} (${email})`, 80) }));
  const chosen = search.actor !== undefined && !known.some(({ value }) => value === search.actor) ? [{ value: search.actor, label: search.actor }] : [];
  return (
    <div className="filters audit-filters" role="search">
      <NativeSelect
        label={words.who}
        value={search.actor ?? ""}
        onChange={(event) => change({ actor: event.currentTarget.value || undefined })}
        data={[{ value: "", label: words.anybody }, ...chosen, ...known]}
      />
      <Typed label={words.what} hint={words.whatWhy} value={search.action} change={(action) => change({ action })} />
      <Typed label={words.kind} hint={words.kindWhy} value={search.object_type} change={(object_type) => change({ object_type })} />
      <Typed label={words.object} value={search.object_id} change={(object_id) => change({ object_id })} />
      <Typed label={words.ip} value={search.ip} change={(ip) => change({ ip })} />
      <TextInput type="date" label={words.since} value={search.since ?? ""} onChange={(event) => change({ since: event.currentTarget.value || undefined })} />
      <TextInput type="date" label={words.until} value={search.until ?? ""} onChange={(event) => change({ until: event.currentTarget.value || undefined })} />
      {Object.keys(search).length > 0 && <Button variant="subtle" onClick={clear}>{words.clear}</Button>}
    </div>
  );
}

/** A word that is typed: the list follows when the typing rests. */
function Typed({ label, hint, value = "", change }: { label: string; hint?: string; value?: string; change: (value: string | undefined) => void }) {
  const [typed, setTyped] = useState(value);
  useEffect(() => setTyped(value), [value]);
  useEffect(() => {
    if (typed === value) return undefined;
    const timer = setTimeout(() => change(typed.trim() || undefined), PAUSE);
    return () => clearTimeout(timer);
  });
  return <TextInput label={label} title={hint} placeholder={hint?.split(/[,;]/)[0]} maxLength={200} value={typed} onChange={(event) => setTyped(event.currentTarget.value)} />;
}
