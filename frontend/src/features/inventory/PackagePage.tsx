import { Group, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import type { PackageDetail } from "../../client/schema";
import { Copy } from "../../shared/Copy";
import { Inert } from "../../shared/Inert";
import { SeverityLabel, StateLabel } from "../../shared/labels";
import { Failure, Waiting } from "../../shared/states";
import { relative } from "../../shared/times";
import { useTitle } from "../../shared/title";
import { Chain, VerdictLabel } from "./labels";
import { inventoryWords } from "./messages";

type Neighbours = PackageDetail["brought_by"];

const SHOWN = 60;

/** One package: what is wrong with it, how it comes in, what clears it, and all that its file tells. */
export function PackagePage() {
  const { projectId, packageId } = useParams({ from: "/shell/projects/$projectId/inventory/packages/$packageId" });
  const words = inventoryWords();
  const found = useQuery({
    queryKey: ["package", packageId],
    queryFn: () => answered(api.GET("/api/v1/packages/{package_id}", { params: { path: { package_id: packageId } } })),
  });
  useTitle(found.data && `${found.data.name} ${found.data.version}`);
  if (found.isPending) return <Waiting />;
  if (found.error) return <Failure error={found.error} again={() => void found.refetch()} />;
  const one = found.data;
  return (
    <>
      <Text size="sm" mb={4}><Link className="link" to="/projects/$projectId/inventory/packages" params={{ projectId }}>← {words.back}</Link></Text>
      <Group gap="sm" align="baseline" mb="md">
        <Title order={2} size="h3"><Inert text={`${one.name} ${one.version}`.trim()} limit={300} /></Title>
        {one.severity !== null && <SeverityLabel severity={one.severity} />}
        <VerdictLabel verdict={one.verdict} />
      </Group>
      <div className="package-page">
        <div>
          {one.flaw_count > 0 && <Clearing one={one} />}
          <Flaws one={one} />
          <section className="panel">
            <Title order={3} size="h4" mb="sm">{words.pathTitle}</Title>
            {one.path.length > 0 ? <Chain start={words.pathOfProject} path={one.path} /> : <Text size="sm" c="dimmed">{words.pathUnknown}</Text>}
          </section>
          <NeighbourList title={words.broughtBy(one.brought_by.length)} projectId={projectId} items={one.brought_by} />
          <NeighbourList title={words.brings(one.dependencies.length)} projectId={projectId} items={one.dependencies} />
          <Elsewhere projectId={projectId} one={one} />
        </div>
        <Facts one={one} />
      </div>
    </>
  );
}

function Clearing({ one }: { one: PackageDetail }) {
  const words = inventoryWords();
  const [direct] = one.path;
  return (
    <section className="panel">
      <Title order={3} size="h4" mb="xs">{words.clears}</Title>
      <Text size="sm">{one.upgrade ? <Inert text={words.clearsAll(one.name, one.upgrade)} limit={600} /> : words.clearsNone}</Text>
      {one.upgrade && one.direct === false && direct !== undefined && one.path.length > 1 && <Text size="sm" mt="xs" c="dimmed"><Inert text={words.clearsBy(direct)} limit={400} /></Text>}
    </section>
  );
}

function Flaws({ one }: { one: PackageDetail }) {
  const words = inventoryWords();
  if (one.flaws.length === 0) return <section className="panel"><Title order={3} size="h4" mb="xs">{words.flawsTitle}</Title><Text size="sm" c="dimmed">{words.noFlaws}</Text></section>;
  return (
    <section className="panel flush scroll">
      <table className="list" aria-label={words.flawsTitle}>
        <thead><tr><th>{words.severityOfFlaw}</th><th>{words.flaw}</th><th className="wide">{words.fixedIn}</th><th>{words.state}</th></tr></thead>
        <tbody>
          {one.flaws.map((flaw) => (
            <tr key={flaw.id}>
              <td><SeverityLabel severity={flaw.severity} /></td>
              <td>
                <Link className="link" to="/findings/$findingId" params={{ findingId: flaw.id }}><Inert text={flaw.flaw || flaw.summary} limit={120} /></Link>
                <span className="sub" lang="en"><Inert text={withoutName(flaw.summary, flaw.flaw)} limit={400} /></span>
                {(flaw.exploited || flaw.likelihood !== null) && (
                  <span className="sub">{[flaw.exploited && words.exploited, flaw.likelihood !== null && words.likelihood((100 * flaw.likelihood).toFixed(1))].filter(Boolean).join(" · ")}</span>
                )}
              </td>
              <td className="wide versions"><Inert text={flaw.fixed || "–"} limit={80} /></td>
              <td><StateLabel state={flaw.state} /></td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** A summary begins with the flaw's name, which stands above it already. */
function withoutName(summary: string, name: string): string {
  return name && summary.startsWith(`${name}: `) ? summary.slice(name.length + 2) : summary;
}

function NeighbourList({ title, projectId, items }: { title: string; projectId: string; items: Neighbours }) {
  const words = inventoryWords();
  if (items.length === 0) return null;
  return (
    <section className="panel">
      <Title order={3} size="h4" mb="sm">{title}</Title>
      <ul className="neighbours">
        {items.slice(0, SHOWN).map((one) => (
          <li key={one.id}>
            <Link to="/projects/$projectId/inventory/packages/$packageId" params={{ projectId, packageId: one.id }} data-flawed={one.severity !== null || undefined}>
              <Inert text={`${one.name} ${one.version}`.trim()} limit={160} />{one.severity !== null && <> <SeverityLabel severity={one.severity} /></>}
            </Link>
          </li>
        ))}
        {items.length > SHOWN && <li>{words.more(items.length - SHOWN)}</li>}
      </ul>
    </section>
  );
}

function Elsewhere({ projectId, one }: { projectId: string; one: PackageDetail }) {
  const words = inventoryWords();
  if (one.elsewhere.length === 0) return null;
  return (
    <section className="panel flush scroll">
      <table className="list" aria-label={words.elsewhere}>
        <thead><tr><th>{words.elsewhere}</th><th>{words.version}</th><th>{words.severity}</th></tr></thead>
        <tbody>
          {one.elsewhere.map((other) => (
            <tr key={other.id}>
              <td>
                <Link className="link" to="/projects/$projectId/inventory/packages/$packageId" params={{ projectId, packageId: other.id }}><Inert text={other.manifest} limit={200} /></Link>
                <span className="sub"><Inert text={other.target} limit={120} /></span>
              </td>
              <td className="versions"><Inert text={other.version || words.unknownVersion} limit={80} /></td>
              <td>{other.severity === null ? words.noFlaw : <SeverityLabel severity={other.severity} />}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Facts({ one }: { one: PackageDetail }) {
  const words = inventoryWords();
  const way = one.direct === null ? words.unknownWay : one.direct ? words.direct : words.transitive;
  return (
    <section className="panel" aria-label={words.facts}>
      <dl className="facts">
        <dt>{words.place}</dt><dd><Inert text={one.manifest} limit={400} />{one.line > 0 && <>, {words.line(one.line)}</>}</dd>
        <dt>{words.target}</dt><dd><Inert text={one.target} limit={200} /></dd>
        <dt>{words.way}</dt><dd>{way}</dd>
        <dt>{words.scope}</dt><dd>{words.scopes[one.scope]}</dd>
        {one.requirement && <><dt>{words.asked}</dt><dd><Inert text={one.requirement} limit={200} /></dd></>}
        <dt>{words.licence}</dt><dd>{one.licence ? <Inert text={one.licence} limit={300} /> : words.noLicence}</dd>
        {one.declared_licences.length > 0 && one.declared_licences.join(", ") !== one.licence && <><dt>{words.declared}</dt><dd><Inert text={one.declared_licences.join(", ")} limit={300} /></dd></>}
        <dt>{words.ecosystem}</dt><dd><Inert text={one.ecosystem} limit={80} /></dd>
        <dt>{words.purl}</dt><dd><code className="snippet"><Inert text={one.purl} limit={400} /></code> <Copy value={one.purl} /></dd>
        {one.hashes.length > 0 && <><dt>{words.hashes}</dt><dd>{one.hashes.slice(0, 5).map((hash) => <code key={hash} className="snippet"><Inert text={hash} limit={160} /></code>)}</dd></>}
        {one.seen_at !== null && <><dt>{words.seen}</dt><dd>{one.scan_id === null ? relative(one.seen_at) : <Link className="link" to="/scans/$scanId" params={{ scanId: one.scan_id }}>{relative(one.seen_at)}</Link>}</dd></>}
      </dl>
    </section>
  );
}
