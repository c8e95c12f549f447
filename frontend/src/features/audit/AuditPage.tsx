import { Button, Text, Title } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import { commonWords } from "../../language/common";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { Chain } from "./Chain";
import { Entry } from "./Entry";
import { Export } from "./Export";
import { Filters } from "./Filters";
import { auditWords } from "./messages";
import { auditFilter, type AuditSearch } from "./search";
import "./audit.css";

/** The audit log: newest first, filtered by the address, loaded page by page. */
export function AuditPage() {
  const words = auditWords();
  const common = commonWords();
  useTitle(words.title);
  const search = useSearch({ from: "/shell/audit" });
  const navigate = useNavigate({ from: "/audit" });
  const change = (next: AuditSearch) => void navigate({ search: (now) => ({ ...now, ...next }), replace: true });
  const entries = useInfiniteQuery({
    queryKey: ["audit", search],
    queryFn: ({ pageParam }) => answered(api.GET("/api/v1/audit", { params: { query: { ...auditFilter(search), limit: 50, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  const items = entries.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <>
      <Title order={1} size="h2">{words.title}</Title>
      <Text c="dimmed" size="sm" mb="md">{words.why}</Text>
      <Chain />
      <Filters search={search} change={change} clear={() => void navigate({ search: {}, replace: true })} />
      <Export search={search} />
      {entries.isPending && <Waiting lines={8} />}
      {entries.error && <Failure error={entries.error} again={() => void entries.refetch()} />}
      {entries.isSuccess && items.length === 0 && <Nothing title={words.nothing}>{words.nothingWhy}</Nothing>}
      {items.length > 0 && <ol className="audit panel flush">{items.map((entry) => <Entry key={entry.id} entry={entry} narrow={change} />)}</ol>}
      <div className="audit-end">
        {entries.hasNextPage && <Button variant="default" loading={entries.isFetchingNextPage} onClick={() => void entries.fetchNextPage()}>{common.loadMore}</Button>}
        {items.length > 0 && !entries.hasNextPage && <Text size="sm" c="dimmed">{words.oldestReached}</Text>}
      </div>
    </>
  );
}
