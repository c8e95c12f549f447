import { Text, Title } from "@mantine/core";
import type { FindingDetail } from "../../../client/schema";
import { Inert } from "../../../shared/Inert";
import { Markdown } from "../../../shared/Markdown";
import { detailWords } from "./messages";

/** The constant text of the weakness: what it is, why it matters, how to fix it. Rules speak English. */
export function RuleTexts({ rule }: { rule: FindingDetail["rule"] }) {
  const words = detailWords();
  const references = rule.references ?? [];
  const parts: [string, string | undefined][] = [[words.whyItMatters, rule.why], [words.howToFix, rule.fix], [words.whatItIs, rule.what]];
  const told = parts.filter(([, text]) => text);
  if (told.length === 0 && references.length === 0) return null;
  return (
    <section className="panel">
      {told.map(([title, text]) => (
        <div key={title} className="rule-part">
          <Title order={2} size="h4" mb="xs">{title}</Title>
          <div lang="en"><Markdown text={text ?? ""} /></div>
        </div>
      ))}
      {(rule.vulnerable_example || rule.fixed_example) && (
        <div className="pair">
          {rule.vulnerable_example && <Example title={words.withFlaw} code={rule.vulnerable_example} />}
          {rule.fixed_example && <Example title={words.withoutFlaw} code={rule.fixed_example} />}
        </div>
      )}
      {references.length > 0 && (
        <>
          <Title order={3} size="h5" mt="md" mb="xs">{words.readMore}</Title>
          <div className="prose" lang="en"><ul>{references.map(({ title, url }, index) => <li key={index}><Reference title={title ?? url ?? ""} url={url ?? ""} /></li>)}</ul></div>
        </>
      )}
    </section>
  );
}

function Example({ title, code }: { title: string; code: string }) {
  return <div><Text size="sm" fw={600} mb={4}>{title}</Text><pre className="proof" tabIndex={0}><Inert text={code} /></pre></div>;
}

/** Rules can be imported: only addresses of the web become links. */
export function Reference({ title, url }: { title: string; url: string }) {
  if (!/^https?:\/\//i.test(url)) return <Inert text={title} limit={500} />;
  return <a href={url} target="_blank" rel="noopener noreferrer"><Inert text={title} limit={500} /></a>;
}
