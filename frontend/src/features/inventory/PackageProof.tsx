import { Text } from "@mantine/core";
import { Inert } from "../../shared/Inert";
import { day } from "../../shared/times";
import { Chain } from "./labels";
import { proofWords } from "./messages";
import "./inventory.css";

/** The evidence of a finding about a package, as the API gives it (core/evidence.py, `PackageEvidence`). */
export interface PackageEvidence {
  flaw: string;
  names?: string[];
  versions?: { purl: string; version: string; affected?: string; fixed?: string; upgrade?: string; path?: string[]; scope?: string }[];
  cvss?: string[];
  published?: string;
  references?: string[];
  exploited?: string;
  likelihood?: number | null;
}

const REFERENCES = 20;

/** What proves a published flaw: the versions in use that have it, how they come in, and the version that clears them. */
export function PackageProof({ evidence }: { evidence: PackageEvidence }) {
  const words = proofWords();
  const { versions = [], names = [], references = [], cvss = [], exploited, likelihood, published } = evidence;
  const others = names.filter((name) => name !== evidence.flaw);
  return (
    <>
      <Text size="sm" component="div" mb="sm">
        <strong><Inert text={evidence.flaw} limit={100} /></strong>
        {exploited && <> · <span className="overdue">{words.exploitedSince(dayOf(exploited))}</span></>}
        {typeof likelihood === "number" && <> · {words.likelihood((100 * likelihood).toFixed(1))}</>}
        {published && <> · {words.published(dayOf(published))}</>}
      </Text>
      {versions.map((one) => <Version key={one.purl} one={one} />)}
      <dl className="facts package-facts">
        {others.length > 0 && <><dt>{words.names}</dt><dd><Inert text={others.join(", ")} limit={600} /></dd></>}
        {cvss.length > 0 && <><dt>{words.vector}</dt><dd>{cvss.map((vector) => <code key={vector} className="snippet"><Inert text={vector} limit={200} /></code>)}</dd></>}
        {references.length > 0 && (
          <>
            <dt>{words.references}</dt>
            <dd><ul className="plain-references">{references.slice(0, REFERENCES).map((address) => <li key={address}><Address address={address} /></li>)}</ul></dd>
          </>
        )}
      </dl>
    </>
  );
}

type Affected = NonNullable<PackageEvidence["versions"]>[number];

function Version({ one }: { one: Affected }) {
  const words = proofWords();
  const scope = one.scope === "development" ? words.development : one.scope === "optional" ? words.optional : "";
  const path = one.path ?? [];
  return (
    <section className="package-version">
      <div className="numbers">
        <div className="number"><strong className="versions"><Inert text={one.version} limit={80} /></strong><span>{words.installed}{scope && `, ${scope}`}</span></div>
        <div className="number"><strong className="versions"><Inert text={one.upgrade || one.fixed || "–"} limit={80} /></strong><span>{one.upgrade || one.fixed ? words.upgrade : words.noFix}</span></div>
        {one.fixed && one.fixed !== one.upgrade && <div className="number"><strong className="versions"><Inert text={one.fixed} limit={80} /></strong><span>{words.fixed}</span></div>}
        {one.affected && <div className="number"><strong className="versions"><Inert text={one.affected} limit={120} /></strong><span>{words.affected}</span></div>}
      </div>
      <code className="snippet"><Inert text={one.purl} limit={300} /></code>
      {path.length > 0 && <><h3 className="small-heading">{words.way}</h3><Chain start={words.project} path={path} /></>}
    </section>
  );
}

/** An address out of an advisory: a link only where it leads to the web. */
function Address({ address }: { address: string }) {
  const words = proofWords();
  if (!/^https?:\/\//i.test(address)) return <Inert text={address} limit={300} />;
  return <a className="link" href={address} target="_blank" rel="noreferrer noopener" title={words.elsewhere}><Inert text={address} limit={300} /></a>;
}

function dayOf(text: string): string {
  return Number.isNaN(Date.parse(text)) ? text : day(text);
}
