import { Group, Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { answered, api } from "../../client/client";
import type { FindingDetail } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { sentence } from "../../language/common";
import { SeverityLabel, StateLabel } from "../../shared/labels";
import { Markdown } from "../../shared/Markdown";
import { Failure, Waiting } from "../../shared/states";
import { day, moment, relative } from "../../shared/times";
import { Deciding } from "./Deciding";
import { History } from "./History";
import { Proof } from "./Proof";

export function FindingPage() {
  const { findingId } = useParams({ from: "/shell/findings/$findingId" });
  const finding = useQuery({
    queryKey: ["finding", findingId],
    queryFn: () => answered(api.GET("/api/v1/findings/{finding_id}", { params: { path: { finding_id: findingId } } })),
  });
  if (finding.isPending) return <Waiting />;
  if (finding.error) return <Failure error={finding.error} again={() => void finding.refetch()} />;
  return <Shown finding={finding.data} />;
}

function Shown({ finding }: { finding: FindingDetail }) {
  return (
    <Stack gap="lg">
      <title>{`${finding.title} · SecureStack`}</title>
      <div>
        <Text size="sm">
          <Link className="link" to="/projects/$projectId/findings" params={{ projectId: finding.project_id }}>Findings of <Inert text={finding.project_name} limit={200} /></Link>
        </Text>
        <Title order={1} size="h2"><Inert text={finding.title} limit={300} /></Title>
        <Group gap="md" mt={6}>
          <SeverityLabel severity={finding.severity} />
          <StateLabel state={finding.state} />
          <Text size="sm" c="dimmed">{sentence(finding.confidence)} · seen {finding.times_seen === 1 ? "once" : `${finding.times_seen.toLocaleString()} times`}</Text>
        </Group>
      </div>
      <div className="finding-page">
        <Stack gap="lg">
          <section className="panel">
            <Title order={2} size="h4" mb="xs">What was seen</Title>
            <Text><Inert text={finding.summary} /></Text>
            <Text size="sm" mt="sm"><code className="snippet"><Inert text={finding.location} limit={2000} /></code></Text>
          </section>
          <Proof evidence={finding.evidence} />
          <RuleTexts finding={finding} />
          <section className="panel">
            <Title order={2} size="h4" mb="md">History</Title>
            <History finding={finding} />
          </section>
        </Stack>
        <aside className="aside" aria-label="State and facts">
          <Deciding key={finding.id} finding={finding} />
          <Facts finding={finding} />
        </aside>
      </div>
    </Stack>
  );
}

function RuleTexts({ finding: { rule } }: { finding: FindingDetail }) {
  const references = (rule.references ?? []) as { title?: string; url?: string }[];
  const parts: [string, string | undefined][] = [["What it is", rule.what], ["Why it matters", rule.why], ["How to fix it", rule.fix]];
  const told = parts.filter(([, text]) => text);
  if (told.length === 0 && references.length === 0) return null;
  return (
    <section className="panel">
      {told.map(([title, text]) => (
        <div key={title}>
          <Title order={2} size="h4" mb="xs">{title}</Title>
          <Markdown text={text ?? ""} />
        </div>
      ))}
      {(rule.vulnerable_example || rule.fixed_example) && (
        <div className="pair">
          {rule.vulnerable_example && <Example title="With the flaw" code={rule.vulnerable_example} />}
          {rule.fixed_example && <Example title="Without it" code={rule.fixed_example} />}
        </div>
      )}
      {references.length > 0 && (
        <>
          <Title order={3} size="h5" mt="md" mb="xs">Read more</Title>
          <div className="prose"><ul>{references.map(({ title, url }, index) => <li key={index}><Reference title={title ?? url ?? ""} url={url ?? ""} /></li>)}</ul></div>
        </>
      )}
    </section>
  );
}

function Example({ title, code }: { title: string; code: string }) {
  return <div><Text size="sm" fw={600} mb={4}>{title}</Text><pre className="proof" tabIndex={0}><Inert text={code} /></pre></div>;
}

/** Rules can be imported: only addresses of the web become links. */
function Reference({ title, url }: { title: string; url: string }) {
  if (!/^https?:\/\//i.test(url)) return <Inert text={title} limit={500} />;
  return <a href={url} target="_blank" rel="noopener noreferrer"><Inert text={title} limit={500} /></a>;
}

function Facts({ finding }: { finding: FindingDetail }) {
  const { rule } = finding;
  return (
    <section className="panel">
      <dl className="facts">
        <dt>Target</dt><dd><Inert text={finding.target_name ?? "–"} limit={300} /></dd>
        <dt>Rule</dt><dd><Inert text={finding.rule_id} limit={200} /></dd>
        {rule.cwe.length > 0 && <><dt>CWE</dt><dd>{rule.cwe.join(", ")}</dd></>}
        {(rule.owasp ?? []).length > 0 && <><dt>OWASP</dt><dd>{rule.owasp?.join(", ")}</dd></>}
        <dt>First seen</dt><dd title={moment(finding.first_seen_at)}>{relative(finding.first_seen_at)}</dd>
        <dt>Last seen</dt><dd title={moment(finding.last_seen_at)}>{relative(finding.last_seen_at)}</dd>
        <dt>Due</dt><dd>{finding.due_at === null ? "–" : <>{day(finding.due_at)}{finding.overdue && <strong> · overdue</strong>}</>}</dd>
        <dt>Assigned to</dt><dd>{finding.assignee_name ?? "nobody"}</dd>
        <dt>Found by</dt><dd><Inert text={finding.origin} limit={100} /></dd>
      </dl>
    </section>
  );
}
