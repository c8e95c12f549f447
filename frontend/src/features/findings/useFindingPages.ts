// The pages of a list, kept while one looks at a finding, so that one comes back to the same row.
import { useQuery, useQueryClient, type QueryClient } from "@tanstack/react-query";
import { useEffect, useReducer, useRef, useSyncExternalStore } from "react";
import { answered, api } from "../../client/client";
import type { FindingItem } from "../../client/schema";
import { Pages } from "./pages";
import { findingQuery, type FindingSearch } from "./search";

const KEPT = 3; // lists
const OLD = 120_000; // milliseconds after which a list that one comes back to is read again

interface Lists {
  kept: Map<string, Pages<FindingItem>>;
  /** The list a finding was opened from: for going to the next one and back. */
  last: { pages: Pages<FindingItem>; href: string } | null;
}

/** The lists lie in the cache of queries, so that they are forgotten when somebody logs out. */
export function listsOf(queries: QueryClient): Lists {
  const known = queries.getQueryData<Lists>(["lists of findings"]);
  if (known) return known;
  const fresh: Lists = { kept: new Map(), last: null };
  queries.setQueryDefaults(["lists of findings"], { gcTime: Infinity });
  queries.setQueryData(["lists of findings"], fresh);
  return fresh;
}

/** Show a change in every list that is kept. */
export function patchLists(queries: QueryClient, changes: ReadonlyMap<string, Partial<FindingItem>>): void {
  for (const pages of listsOf(queries).kept.values()) pages.patch(changes);
}

function load(projectId: string | undefined, query: ReturnType<typeof findingQuery>) {
  return (cursor: string | null, limit: number, signal: AbortSignal) => {
    const wanted = { ...query, limit, cursor } as never;
    return answered(
      projectId === undefined
        ? api.GET("/api/v1/findings", { params: { query: wanted }, signal })
        : api.GET("/api/v1/projects/{project_id}/findings", { params: { path: { project_id: projectId }, query: wanted }, signal }),
    );
  };
}

function pagesOf({ kept: lists }: Lists, key: string, make: () => Pages<FindingItem>, again: boolean): Pages<FindingItem> {
  const known = lists.get(key);
  if (known && !again) return known;
  known?.stop();
  const fresh = make();
  lists.delete(key);
  lists.set(key, fresh);
  for (const [other, pages] of lists) {
    if (lists.size <= KEPT) break;
    pages.stop();
    lists.delete(other);
  }
  return fresh;
}

export function useFindingPages(projectId: string | undefined, search: FindingSearch) {
  const lists = listsOf(useQueryClient());
  const query = findingQuery(search);
  const key = JSON.stringify([projectId ?? "all", query]);
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  const current = useRef<{ key: string; pages: Pages<FindingItem> } | null>(null);
  if (current.current?.key !== key) {
    const old = Date.now() - (lists.kept.get(key)?.madeAt ?? 0) > OLD;
    current.current = { key, pages: pagesOf(lists, key, () => new Pages({ load: load(projectId, query) }), old) };
  }
  const { pages } = current.current;
  useSyncExternalStore(pages.subscribe, pages.version);
  useEffect(() => {
    lists.last = { pages, href: location.pathname + location.search };
  }, [lists, pages]);
  const reload = () => {
    current.current = { key, pages: pagesOf(lists, key, () => new Pages({ load: load(projectId, query) }), true) };
    redraw();
  };
  // Others say that findings have changed by invalidating ["findings"]; this query hears of it, and asks nobody.
  const { data: heard } = useQuery({ queryKey: ["findings", "heard"], queryFn: () => Date.now(), staleTime: Infinity });
  useEffect(() => {
    if (heard !== undefined && heard > pages.madeAt + 1_000) reload();
    // eslint-disable-next-line react-hooks/exhaustive-deps
  }, [heard]);
  return { pages, reload };
}
