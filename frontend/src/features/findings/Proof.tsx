import { Group, Text, Title } from "@mantine/core";
import { Copy } from "../../shared/Copy";
import { Inert } from "../../shared/Inert";
import { curlCommand, type RecordedRequest } from "./curl";
import { stretches, type Mark } from "./marks";

interface ResponseRecord {
  status: number;
  reason: string;
  headers: readonly (readonly [string, string])[];
  body: string;
  body_offset?: number;
  body_length?: number;
}

interface Exchange {
  request: Partial<RecordedRequest> & { method: string; url: string };
  response: ResponseRecord | null;
  note?: string;
  actor?: string;
  marks?: Mark[];
}

interface Evidence {
  type?: string;
  exchanges?: Exchange[];
  exchange?: Exchange | null;
  snippet?: string;
}

/** What proves a finding: the requests and answers with the evidence marked, or the text another tool showed. */
export function Proof({ evidence }: { evidence: Record<string, unknown> | null }) {
  if (evidence === null) return null;
  const { exchanges, exchange, snippet } = evidence as Evidence;
  const shown = exchanges ?? (exchange ? [exchange] : []);
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="sm">Proof</Title>
      {snippet && <pre className="proof" tabIndex={0}><Inert text={snippet} /></pre>}
      {shown.map((one, index) => <Shown key={index} exchange={one} />)}
      {!snippet && shown.length === 0 && <pre className="proof" tabIndex={0}><Inert text={JSON.stringify(evidence, null, 2)} /></pre>}
    </section>
  );
}

function Shown({ exchange }: { exchange: Exchange }) {
  const { request, response } = exchange;
  const marks = exchange.marks ?? [];
  const recorded: RecordedRequest = { headers: [], body: "", ...request };
  return (
    <div>
      <Group justify="space-between" mt="md" mb={6}>
        <Text size="sm"><Inert text={[exchange.note, exchange.actor && `as ${exchange.actor}`].filter(Boolean).join(" · ")} limit={500} /></Text>
        <Copy label="Copy as curl" value={curlCommand(recorded)} />
      </Group>
      <div className="pair">
        <div>
          <Text size="xs" c="dimmed" mb={4}>Request</Text>
          <pre className="proof" tabIndex={0} aria-label="Request">
            {recorded.method} <Marked text={recorded.url} marks={marks} part="request-url" />{"\n"}
            <Marked text={headerText(recorded.headers)} marks={marks} part="request-headers" />
            {recorded.body && <>{"\n\n"}<Marked text={recorded.body} marks={marks} part="request-body" /></>}
          </pre>
        </div>
        <div>
          <Text size="xs" c="dimmed" mb={4}>Answer</Text>
          {response === null ? <Text size="sm">None came.</Text> : <Answer response={response} marks={marks} />}
        </div>
      </div>
    </div>
  );
}

function Answer({ response, marks }: { response: ResponseRecord; marks: Mark[] }) {
  const before = response.body_offset ?? 0;
  const after = Math.max(0, (response.body_length ?? 0) - before - response.body.length);
  return (
    <pre className="proof" tabIndex={0} aria-label="Answer">
      <Marked text={`${response.status} ${response.reason}`} marks={marks} part="response-status" />{"\n"}
      <Marked text={headerText(response.headers)} marks={marks} part="response-headers" />{"\n\n"}
      {before > 0 && `[${before.toLocaleString()} characters before]\n`}
      <Marked text={response.body} marks={marks} part="response-body" />
      {after > 0 && `\n[${after.toLocaleString()} characters after]`}
    </pre>
  );
}

function Marked({ text, marks, part }: { text: string; marks: Mark[]; part: string }) {
  return stretches(text, marks, part).map((stretch, index) =>
    stretch.marked ? <mark key={index}><Inert text={stretch.text} /></mark> : <Inert key={index} text={stretch.text} />,
  );
}

function headerText(headers: RecordedRequest["headers"]): string {
  return headers.map(([name, value]) => `${name}: ${value}`).join("\n");
}
