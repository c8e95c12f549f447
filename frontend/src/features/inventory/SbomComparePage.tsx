import { Button, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import type { ReactNode } from "react";
import { answered, api } from "../../client/client";
import type { Sbom, SbomComparison } from "../../client/schema";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { Failure, Nothing, Waiting } from "../../shared/states";
import { moment } from "../../shared/times";
import { useTitle } from "../../shared/title";
import { sbomWords } from "./messages";

const MOST = 5_000;
const KINDS = ["added", "removed", "upgraded", "downgraded", "changed"] as const;

/** What differs between two SBOMs: flaws first, for they are what one looks for. */
export function SbomComparePage() {
  const from = "/shell/projects/$projectId/inventory/sboms/$sbomId/compare";
  const { projectId, sbomId } = useParams({ from });
  const { before } = useSearch({ from });
  const words = sbomWords();
  const found = useQuery({
    queryKey: ["sbom", sbomId, "compared", before],
    enabled: before !== undefined,
    queryFn: () => answered(api.GET("/api/v1/sboms/{sbom_id}/comparison", { params: { path: { sbom_id: sbomId }, query: { before: before ?? "" } } })),
  });
  useTitle(words.comparison);
  if (before === undefined) return <Nothing title={words.compareWhy}><Link className="link" to="/projects/$projectId/inventory/sboms" params={{ projectId }}>{words.all}</Link></Nothing>;
  if (found.isPending) return <Waiting />;
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  const { data } = found;
  const same = data.changes.length + data.relicensed.length + data.gained.length + data.lost.length === 0;
  return (
    <Stack gap="md">
      <Text size="sm"><Link className="link" to="/projects/$projectId/inventory/sboms" params={{ projectId }}>← {words.all}</Link></Text>
      <Title order={2} size="h3">{words.comparison}</Title>
      <div className="comparison-heads">
        <Head title={words.before} sbom={data.before} />
        <Button variant="default" size="xs" renderRoot={(props) => <Link {...props} to="/projects/$projectId/inventory/sboms/$sbomId/compare" params={{ projectId, sbomId: data.before.id }} search={{ before: data.after.id }} />}>⇄ {words.swap}</Button>
        <Head title={words.after} sbom={data.after} />
      </div>
      {same ? <Nothing title={words.same} /> : <Differences data={data} />}
    </Stack>
  );
}

function Head({ title, sbom }: { title: string; sbom: Sbom }) {
  return (
    <section className="panel">
      <Text size="sm" c="dimmed">{title}</Text>
      <Link className="link" to="/projects/$projectId/inventory/sboms/$sbomId" params={{ projectId: sbom.project_id, sbomId: sbom.id }}><Inert text={sbom.name} limit={200} /></Link>
      <Text size="sm" c="dimmed">{moment(sbom.created_at)}</Text>
    </section>
  );
}

function Differences({ data }: { data: SbomComparison }) {
  const words = sbomWords();
  const counts = KINDS.filter((kind) => data.change_counts[kind]).map((kind) => `${figure(data.change_counts[kind] ?? 0)} ${words.kinds[kind]}`);
  return (
    <>
      <div className="pair">
        <FlawTable title={words.gained} items={data.gained} />
        <FlawTable title={words.lost} items={data.lost} />
      </div>
      <Part title={words.changes} note={counts.join(", ")} count={data.changes.length}>
        <thead><tr><th>{words.package}</th><th>{words.kind}</th><th>{words.before}</th><th>{words.after}</th></tr></thead>
        <tbody>
          {data.changes.map((one) => (
            <tr key={`${one.ecosystem} ${one.name}`}>
              <td><Inert text={one.name} limit={200} /><span className="sub"><Inert text={one.ecosystem} limit={60} /></span></td>
              <td><span className={`change ${one.kind}`}>{words.kinds[one.kind]}</span></td>
              <td className="versions"><Inert text={one.before.join(", ")} limit={200} /></td>
              <td className="versions"><Inert text={one.after.join(", ")} limit={200} /></td>
            </tr>
          ))}
        </tbody>
      </Part>
      <Part title={words.relicensed} count={data.relicensed.length}>
        <thead><tr><th>{words.package}</th><th>{words.before}</th><th>{words.after}</th></tr></thead>
        <tbody>
          {data.relicensed.map((one) => (
            <tr key={`${one.ecosystem} ${one.name}`}>
              <td><Inert text={one.name} limit={200} /><span className="sub"><Inert text={one.ecosystem} limit={60} /></span></td>
              <td><Inert text={one.before.join(", ") || "–"} limit={200} /></td>
              <td><Inert text={one.after.join(", ") || "–"} limit={200} /></td>
            </tr>
          ))}
        </tbody>
      </Part>
    </>
  );
}

function FlawTable({ title, items }: { title: string; items: SbomComparison["gained"] }) {
  const words = sbomWords();
  return (
    <Part title={title} count={items.length}>
      <thead><tr><th>{words.flaw}</th><th>{words.package}</th></tr></thead>
      <tbody>
        {items.map((one) => (
          <tr key={`${one.ecosystem} ${one.name} ${one.flaw}`}>
            <td className="nowrap"><Inert text={one.flaw} limit={80} /></td>
            <td><Inert text={one.name} limit={200} /><span className="sub"><Inert text={one.ecosystem} limit={60} /></span></td>
          </tr>
        ))}
      </tbody>
    </Part>
  );
}

function Part({ title, note = "", count, children }: { title: string; note?: string; count: number; children: ReactNode }) {
  const words = sbomWords();
  return (
    <section aria-label={title}>
      <Title order={3} size="h4" mb="xs">{title} <Text span size="sm" c="dimmed">{note || figure(count)}</Text></Title>
      {count === 0 ? <Text size="sm" c="dimmed">{words.none}</Text> : <div className="panel flush scroll"><table className="list" aria-label={title}>{children}</table></div>}
      {count >= MOST && <Text size="sm" c="dimmed" mt="xs">{words.cut(MOST)}</Text>}
    </section>
  );
}
