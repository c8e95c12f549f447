import { Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import type { RuleDetail } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { Copy } from "../../shared/Copy";
import { Inert } from "../../shared/Inert";
import { SeverityLabel } from "../../shared/labels";
import { Markdown } from "../../shared/Markdown";
import { Failure, Waiting } from "../../shared/states";
import { useTitle } from "../../shared/title";
import { ruleWords } from "./messages";
import "./rules.css";

/** One rule: what it is, why it matters, how to fix it, and where one has it. */
export function RulePage() {
  const words = ruleWords();
  const { ruleId } = useParams({ from: "/shell/rules/$ruleId" });
  const rule = useQuery({ queryKey: ["rules", ruleId], queryFn: () => answered(api.GET("/api/v1/rules/{rule_id}", { params: { path: { rule_id: ruleId } } })) });
  useTitle(rule.data?.title ?? words.title);
  return (
    <>
      <Text size="sm" mb="xs"><Link className="link" to="/rules">{words.allRules}</Link></Text>
      {rule.isPending && <Waiting lines={6} />}
      {rule.error && <Failure error={rule.error} again={() => void rule.refetch()} />}
      {rule.data && (
        <>
          <Title order={1} size="h2" mb="md" lang="en"><Inert text={rule.data.title} limit={400} /></Title>
          <div className="finding-page">
            <Texts rule={rule.data} />
            <aside className="aside">
              <Standing rule={rule.data} />
              <Facts rule={rule.data} />
            </aside>
          </div>
        </>
      )}
    </>
  );
}

function Texts({ rule }: { rule: RuleDetail }) {
  const words = ruleWords();
  const parts = [[words.what, rule.what], [words.whyItMatters, rule.why], [words.fix, rule.fix]] as const;
  return (
    <div className="rule-texts">
      {parts.map(([title, text]) => text !== "" && (
        <section className="panel" key={title}>
          <Title order={2} size="h4" mb="xs">{title}</Title>
          <div lang="en"><Markdown text={text} /></div>
        </section>
      ))}
      {(rule.vulnerable_example !== "" || rule.fixed_example !== "") && (
        <section className="panel">
          <Title order={2} size="h4" mb="xs">{words.examples}</Title>
          <div className="pair">
            <Example title={words.vulnerable} code={rule.vulnerable_example} />
            <Example title={words.fixed} code={rule.fixed_example} />
          </div>
        </section>
      )}
      {rule.references.length > 0 && (
        <section className="panel">
          <Title order={2} size="h4" mb="xs">{words.references}</Title>
          <ul className="references" lang="en">
            {rule.references.map(({ title, url }) => (
              <li key={url}><Reference title={title} url={url} /></li>
            ))}
          </ul>
        </section>
      )}
    </div>
  );
}

function Reference({ title, url }: { title: string; url: string }) {
  const words = ruleWords();
  if (!/^https?:\/\//i.test(url)) return <Inert text={`${title} ${url}`} limit={600} />;
  return <a className="link" href={url} target="_blank" rel="noopener noreferrer" title={words.elsewhere}><Inert text={title} limit={300} /></a>;
}

function Example({ title, code }: { title: string; code: string }) {
  if (code === "") return null;
  return (
    <figure className="example">
      <figcaption>{title}</figcaption>
      <pre className="proof" tabIndex={0} aria-label={title}><Inert text={code} /></pre>
    </figure>
  );
}

function Standing({ rule }: { rule: RuleDetail }) {
  const words = ruleWords();
  return (
    <section className="panel" aria-label={words.open}>
      {rule.open_findings === 0 ? (
        <Text size="sm">{words.noneOpen}</Text>
      ) : (
        <>
          <Text fw={600}>{words.someOpen(rule.open_findings, rule.projects)}</Text>
          <Link className="link" to="/findings" search={{ rule: [rule.id] }}>{words.toFindings}</Link>
        </>
      )}
    </section>
  );
}

function Facts({ rule }: { rule: RuleDetail }) {
  const words = ruleWords();
  const { words: names } = commonWords();
  return (
    <section className="panel" aria-label={words.facts}>
      <dl className="facts">
        <dt>{words.severity}</dt>
        <dd><Link className="plain" to="/rules" search={{ severity: rule.severity }}><SeverityLabel severity={rule.severity} /></Link></dd>
        <dt>{words.scanners}</dt>
        <dd>{rule.scanners.map((id) => sentence(id, names)).join(", ")}</dd>
        {rule.cwe.length > 0 && (
          <>
            <dt>{words.cwe}</dt>
            <dd>{rule.cwe.map((number) => <Link key={number} className="link spaced" to="/rules" search={{ cwe: number }}>{`CWE-${number}`}</Link>)}</dd>
          </>
        )}
        {rule.owasp.length > 0 && (
          <>
            <dt>{words.owasp}</dt>
            <dd>{rule.owasp.map((category) => <Link key={category} className="link spaced" to="/rules" search={{ owasp: category }}>{category}</Link>)}</dd>
          </>
        )}
        <dt>{words.id}</dt>
        <dd><code className="snippet">{rule.id}</code> <Copy value={rule.id} label={words.copyId} /></dd>
      </dl>
    </section>
  );
}
