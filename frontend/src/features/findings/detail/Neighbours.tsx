// The way back to the list one came from, and on to the next finding in it.
import { Button, Group, Text } from "@mantine/core";
import { useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate, useRouter } from "@tanstack/react-router";
import { useEffect, useReducer } from "react";
import type { FindingDetail } from "../../../client/schema";
import { Inert } from "../../../shared/Inert";
import { useKeys } from "../../../shared/keys";
import { listsOf } from "../useFindingPages";
import { detailWords } from "./messages";

export function Neighbours({ findingId, finding }: { findingId: string; finding: FindingDetail | undefined }) {
  const words = detailWords();
  const navigate = useNavigate();
  const router = useRouter();
  const list = listsOf(useQueryClient()).last;
  const pages = list?.pages;
  const [, redraw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => pages?.subscribe(redraw), [pages]);
  const place = pages?.indexOf(findingId) ?? -1;
  useEffect(() => {
    if (!pages || place < 0) return;
    pages.place = place;
    pages.want(place, place + 1);
  }, [pages, place]);
  const before = place > 0 ? pages?.row(place - 1) : undefined;
  const after = place >= 0 ? pages?.row(place + 1) : undefined;
  const go = (id: string | undefined) => id !== undefined && void navigate({ to: "/findings/$findingId", params: { findingId: id }, replace: true });
  const back = () => {
    if (place >= 0 && list) router.history.push(list.href);
    else if (finding) void navigate({ to: "/projects/$projectId/findings", params: { projectId: finding.project_id } });
  };
  useKeys(words.finding, [
    { key: "j", does: words.next, run: () => go(after?.id) },
    { key: "k", does: words.previous, run: () => go(before?.id) },
    { key: "u", does: words.backToList, run: back },
  ]);
  return (
    <Group justify="space-between" className="neighbours">
      <Text size="sm">
        {place >= 0 && list ? (
          <a className="link" href={list.href} onClick={(event) => { if (!event.metaKey && !event.ctrlKey) { event.preventDefault(); back(); } }}>{words.backToList}</a>
        ) : (
          finding && <Link className="link" to="/projects/$projectId/findings" params={{ projectId: finding.project_id }}>{words.findingsOf} <Inert text={finding.project_name} limit={200} /></Link>
        )}
      </Text>
      {place >= 0 && pages && (
        <Group gap="xs">
          <Text size="sm" c="dimmed">{words.placeOf(place + 1, pages.isComplete ? pages.length : null)}</Text>
          <Button size="compact-sm" variant="default" disabled={!before} onClick={() => go(before?.id)}>{words.previous}</Button>
          <Button size="compact-sm" variant="default" disabled={!after} onClick={() => go(after?.id)}>{words.next}</Button>
        </Group>
      )}
    </Group>
  );
}
