import { Button, Checkbox, Group, Text } from "@mantine/core";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";
import { answered, api } from "../../client/client";
import type { Sbom } from "../../client/schema";
import { commonWords } from "../../language/common";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { atLeast } from "../../shared/roles";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { moment, relative } from "../../shared/times";
import { useTitle } from "../../shared/title";
import { useProject } from "../projects/ProjectFrame";
import { MakeSbom } from "./MakeSbom";
import { sbomWords } from "./messages";
import { UploadSbom } from "./UploadSbom";

type Open = "make" | "upload" | null;

/** The SBOMs of a project: made, uploaded, and chosen to be compared. */
export function SbomsPage() {
  const { projectId } = useParams({ from: "/shell/projects/$projectId" });
  const words = sbomWords();
  const common = commonWords();
  const project = useProject(projectId);
  const [open, setOpen] = useState<Open>(null);
  const found = useInfiniteQuery({
    queryKey: ["sboms", projectId],
    queryFn: ({ pageParam }) =>
      answered(api.GET("/api/v1/projects/{project_id}/sboms", { params: { path: { project_id: projectId }, query: { limit: 100, cursor: pageParam } } })),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.next,
  });
  useTitle(`${words.title} · ${project.data?.name ?? ""}`);
  const rows = found.data?.pages.flatMap((page) => page.items) ?? [];
  const close = () => setOpen(null);
  return (
    <>
      <div className="inventory-head">
        <Text size="sm" c="dimmed">{words.why}</Text>
        {atLeast(project.data?.role, "analyst") && (
          <Group gap="xs">
            <Button size="xs" onClick={() => setOpen(open === "make" ? null : "make")}>{words.make}</Button>
            <Button size="xs" variant="default" onClick={() => setOpen(open === "upload" ? null : "upload")}>{words.upload}</Button>
          </Group>
        )}
      </div>
      {open === "make" && <MakeSbom projectId={projectId} done={close} />}
      {open === "upload" && <UploadSbom projectId={projectId} done={close} />}
      {found.isPending && <Waiting lines={4} />}
      {found.error && <Failure error={found.error} again={() => void found.refetch()} />}
      {found.isSuccess && rows.length === 0 && <Nothing title={words.nothing}>{words.nothingWhy}</Nothing>}
      {rows.length > 0 && <SbomTable projectId={projectId} rows={rows} />}
      {found.hasNextPage && <Button variant="default" mt="md" loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>{common.loadMore}</Button>}
    </>
  );
}

function SbomTable({ projectId, rows }: { projectId: string; rows: Sbom[] }) {
  const words = sbomWords();
  const [chosen, setChosen] = useState<string[]>([]);
  const choose = (id: string) => setChosen((before) => (before.includes(id) ? before.filter((one) => one !== id) : [...before, id].slice(-2)));
  // The older one is what was before.
  const [before, after] = rows.filter(({ id }) => chosen.includes(id)).map(({ id }) => id).reverse();
  return (
    <>
      <div className="panel flush scroll">
        <table className="list" aria-label={words.title}>
          <thead><tr><th><span className="visually-hidden">{words.compareWhy}</span></th><th>{words.name}</th><th className="wide">{words.origin}</th><th className="figure">{words.packages}</th><th>{words.made}</th></tr></thead>
          <tbody>
            {rows.map((one) => (
              <tr key={one.id}>
                <td><Checkbox aria-label={words.choose(one.name)} checked={chosen.includes(one.id)} onChange={() => choose(one.id)} /></td>
                <td>
                  <Link className="link" to="/projects/$projectId/inventory/sboms/$sbomId" params={{ projectId, sbomId: one.id }}><Inert text={one.name} limit={200} /></Link>
                  <span className="sub"><Inert text={[one.subject, one.subject_version].filter(Boolean).join(" ")} limit={200} /></span>
                </td>
                <td className="wide">{words.origins[one.origin]}<span className="sub"><Inert text={one.format} limit={60} /></span></td>
                <td className="figure">{figure(one.package_count)}</td>
                <td className="nowrap"><time title={moment(one.created_at)}>{relative(one.created_at)}</time></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Group mt="md" gap="sm">
        {before !== undefined && after !== undefined ? (
          <Button renderRoot={(props) => <Link {...props} to="/projects/$projectId/inventory/sboms/$sbomId/compare" params={{ projectId, sbomId: after }} search={{ before }} />}>{words.compare}</Button>
        ) : (
          rows.length > 1 && <Text size="sm" c="dimmed">{words.compareWhy}</Text>
        )}
      </Group>
    </>
  );
}
