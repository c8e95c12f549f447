// Filters under a name: those everybody has, and those somebody saved, for themselves or for all of a project.
import { Button, Checkbox, Group, Menu, Modal, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState, type FormEvent } from "react";
import { answered, api, idempotencyKey } from "../../client/client";
import type { SavedView } from "../../client/schema";
import { commonWords } from "../../language/common";
import { Copy } from "../../shared/Copy";
import { Inert } from "../../shared/Inert";
import { STATES } from "../../shared/labels";
import { Failure, faultOf } from "../../shared/states";
import { visibleText } from "./inertText";
import { findingWords } from "./messages";
import { daysAgo, findingFilter, findingSearch, isFiltered, sameSearch, type FindingSearch } from "./search";

interface Props {
  projectId: string | undefined;
  search: FindingSearch;
  change: (search: FindingSearch) => void;
}

/** Views that need no saving. */
export function builtIn(now = new Date()): { id: "toDo" | "mine" | "overdue" | "fresh" | "all"; search: FindingSearch }[] {
  return [
    { id: "toDo", search: {} },
    { id: "mine", search: { assignee: ["me"] } },
    { id: "overdue", search: { overdue: true } },
    { id: "fresh", search: { first_seen_from: daysAgo(7, now) } },
    { id: "all", search: { state: [...STATES] } },
  ];
}

const defaultKey = (projectId: string | undefined) => `securestack.findings.view.${projectId ?? "all"}`;

export function Views({ projectId, search, change }: Props) {
  const words = findingWords();
  const [saving, setSaving] = useState(false);
  const saved = useViews(projectId);
  useDefaultView(projectId, search, saved, change);
  return (
    <div className="views" role="group" aria-label={words.views}>
      {builtIn().map((view) => (
        <button type="button" className="view" key={view.id} aria-pressed={sameSearch(view.search, search)} onClick={() => change(kept(view.search, search))}>{words.builtIn[view.id]}</button>
      ))}
      {saved?.map((view) => (
        <button type="button" className="view" key={view.id} aria-pressed={sameSearch(findingSearch(view.query), search)} title={view.mine ? undefined : words.viewOf(visibleText(view.owner_name, 100))} onClick={() => change(findingSearch(view.query))}>
          <Inert text={view.name} limit={60} />
        </button>
      ))}
      <ViewMenu projectId={projectId} search={search} views={saved ?? []} save={() => setSaving(true)} />
      <Copy label={words.copyLink} value={location.href} />
      <Modal opened={saving} onClose={() => setSaving(false)} title={words.saveView} lockScroll={false} transitionProps={{ duration: 0 }} closeButtonProps={{ "aria-label": commonWords.now().close }}>
        {saving && <SaveView projectId={projectId} search={search} done={() => setSaving(false)} />}
      </Modal>
    </div>
  );
}

/** Another view keeps the order one has chosen. */
function kept(view: FindingSearch, { sort }: FindingSearch): FindingSearch {
  return sort === undefined ? view : { ...view, sort };
}

function useViews(projectId: string | undefined): SavedView[] | undefined {
  const views = useQuery({
    queryKey: ["views"],
    queryFn: () => answered(api.GET("/api/v1/views", { params: { query: { limit: 200 } } })),
    staleTime: 60_000,
  });
  return views.data?.items.filter((view) => view.project_id === null || view.project_id === projectId);
}

/** Who chose a view of their own to begin with gets it where the address asks for nothing. */
function useDefaultView(projectId: string | undefined, search: FindingSearch, views: SavedView[] | undefined, change: Props["change"]) {
  const begun = useRef(false);
  useEffect(() => {
    if (begun.current || views === undefined) return;
    begun.current = true;
    const id = localStorage.getItem(defaultKey(projectId));
    const view = views.find((one) => one.id === id);
    if (view && !isFiltered(search) && search.sort === undefined) change(findingSearch(view.query));
  }, [projectId, views, search, change]);
}

function ViewMenu({ projectId, search, views, save }: { projectId: string | undefined; search: FindingSearch; views: SavedView[]; save: () => void }) {
  const words = findingWords();
  const queries = useQueryClient();
  const [, redraw] = useState(0);
  const now = views.find((view) => sameSearch(findingSearch(view.query), search));
  const change = useMutation({
    mutationFn: (view: SavedView) => answered(api.PATCH("/api/v1/views/{view_id}", { params: { path: { view_id: view.id } }, body: { query: savedQuery(search) as never } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["views"] }),
  });
  const remove = useMutation({
    mutationFn: (view: SavedView) => answered(api.DELETE("/api/v1/views/{view_id}", { params: { path: { view_id: view.id } } })),
    onSettled: () => queries.invalidateQueries({ queryKey: ["views"] }),
  });
  const begin = (id: string | null) => {
    if (id === null) localStorage.removeItem(defaultKey(projectId));
    else localStorage.setItem(defaultKey(projectId), id);
    redraw((count) => count + 1);
  };
  const chosen = localStorage.getItem(defaultKey(projectId));
  const mine = views.filter((view) => view.mine);
  return (
    <Menu position="bottom-start" shadow="md" width={280}>
      <Menu.Target><Button size="compact-sm" variant="default" aria-label={words.viewMenu}>{words.viewMenuShort}</Button></Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={save}>{words.saveViewAs}</Menu.Item>
        {now && now.id !== chosen && <Menu.Item onClick={() => begin(now.id)}>{words.beginWith(visibleText(now.name, 60))}</Menu.Item>}
        {chosen !== null && <Menu.Item onClick={() => begin(null)}>{words.beginAsBefore}</Menu.Item>}
        {mine.length > 0 && <Menu.Divider />}
        {mine.map((view) => (view.id === now?.id ? null : <Menu.Item key={`change ${view.id}`} onClick={() => change.mutate(view)}>{words.replaceView(visibleText(view.name, 60))}</Menu.Item>))}
        {mine.map((view) => <Menu.Item key={`remove ${view.id}`} color="red" onClick={() => remove.mutate(view)}>{words.removeView(visibleText(view.name, 60))}</Menu.Item>)}
      </Menu.Dropdown>
    </Menu>
  );
}

function savedQuery(search: FindingSearch) {
  return { ...findingFilter(search), ...(search.sort === undefined ? {} : { sort: search.sort }) };
}

function SaveView({ projectId, search, done }: { projectId: string | undefined; search: FindingSearch; done: () => void }) {
  const words = findingWords();
  const common = commonWords();
  const queries = useQueryClient();
  const [name, setName] = useState("");
  const [shared, setShared] = useState(false);
  const [key] = useState(idempotencyKey);
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.POST("/api/v1/views", {
          params: { header: { "Idempotency-Key": key } },
          body: { name, query: savedQuery(search) as never, project_id: projectId ?? null, shared: shared && projectId !== undefined },
        }),
      ),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["views"] });
      done();
    },
  });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput label={words.viewName} required data-autofocus maxLength={100} value={name} onChange={(event) => setName(event.currentTarget.value)} error={faultOf(save.error, "name")} />
        {projectId !== undefined && <Checkbox label={words.shareView} checked={shared} onChange={(event) => setShared(event.currentTarget.checked)} />}
        {save.error && <Failure error={save.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={done}>{common.cancel}</Button>
          <Button type="submit" loading={save.isPending} disabled={name.trim() === ""}>{common.save}</Button>
        </Group>
      </Stack>
    </form>
  );
}
