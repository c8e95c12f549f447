// Requests and answers side by side, with the evidence marked.
import { Group, SegmentedControl, Text } from "@mantine/core";
import { useEffect, useRef, useState } from "react";
import { figure } from "../../../language/language";
import { Copy } from "../../../shared/Copy";
import { Inert } from "../../../shared/Inert";
import { curlCommand, type RecordedRequest } from "./curl";
import { headerText, marksAgain, prettyBody, type Exchange, type ResponseRecord } from "./evidence";
import { stretches, type Mark } from "./marks";
import { detailWords } from "./messages";

export function Exchanges({ exchanges }: { exchanges: readonly Exchange[] }) {
  const words = detailWords();
  const [raw, setRaw] = useState(false);
  if (exchanges.length === 0) return null;
  const canBePretty = exchanges.some(({ request, response }) => prettyBody(request.body ?? "") !== null || prettyBody(response?.body ?? "") !== null);
  return (
    <>
      {canBePretty && (
        <SegmentedControl size="xs" aria-label={words.form} value={raw ? "raw" : "pretty"} onChange={(value) => setRaw(value === "raw")} data={[{ value: "pretty", label: words.pretty }, { value: "raw", label: words.raw }]} />
      )}
      {exchanges.map((exchange, index) => <Shown key={index} exchange={exchange} number={index + 1} of={exchanges.length} pretty={!raw} />)}
    </>
  );
}

function Shown({ exchange, number, of, pretty }: { exchange: Exchange; number: number; of: number; pretty: boolean }) {
  const words = detailWords();
  const { request, response, marks = [], actor, note } = exchange;
  const recorded: RecordedRequest = { headers: [], body: "", ...request };
  return (
    <div className="exchange">
      <Group justify="space-between" align="flex-start" mt="md" mb={6} gap="xs">
        <Text size="sm" component="div">
          {of > 1 && <strong>{words.exchange(number, of)} </strong>}
          {actor && <span className="actor">{words.asActor} <Inert text={actor} limit={100} /></span>}
          {note && <span lang="en"> <Inert text={note} limit={500} /></span>}
        </Text>
        <Copy label={words.copyCurl} value={curlCommand(recorded)} />
      </Group>
      <div className="pair">
        <div>
          <Text size="xs" c="dimmed" mb={4}>{words.request}</Text>
          <pre className="proof" tabIndex={0} aria-label={words.request}>
            {recorded.method} <Marked text={recorded.url} marks={marks} part="request-url" />{"\n"}
            <Marked text={headerText(recorded.headers)} marks={marks} part="request-headers" />
            {recorded.body && <>{"\n\n"}<Body text={recorded.body} marks={marks} part="request-body" pretty={pretty} /></>}
          </pre>
        </div>
        <div>
          <Text size="xs" c="dimmed" mb={4}>{words.answer}{response?.elapsed ? ` · ${words.after(response.elapsed.toFixed(response.elapsed < 1 ? 2 : 1))}` : ""}</Text>
          {response === null ? <Text size="sm">{words.noAnswer}</Text> : <Answer response={response} marks={marks} pretty={pretty} />}
        </div>
      </div>
    </div>
  );
}

function Answer({ response, marks, pretty }: { response: ResponseRecord; marks: Mark[]; pretty: boolean }) {
  const words = detailWords();
  const box = useEvidenceInSight();
  const before = response.body_offset ?? 0;
  const after = Math.max(0, (response.body_length ?? 0) - before - response.body.length);
  return (
    <pre className="proof" tabIndex={0} aria-label={words.answer} ref={box}>
      <Marked text={`${response.status} ${response.reason}`} marks={marks} part="response-status" />{"\n"}
      <Marked text={headerText(response.headers)} marks={marks} part="response-headers" />{"\n\n"}
      {before > 0 && `[${words.charactersBefore(figure(before))}]\n`}
      <Body text={response.body} marks={marks} part="response-body" pretty={pretty && before === 0 && after === 0} />
      {after > 0 && `\n[${words.charactersAfter(figure(after))}]`}
    </pre>
  );
}

/** Scrolls a box, and never the page, to the first thing that is marked in it. */
function useEvidenceInSight() {
  const box = useRef<HTMLPreElement>(null);
  useEffect(() => {
    const show = () => {
      const mark = box.current?.querySelector("mark");
      if (box.current && mark) box.current.scrollTop += mark.getBoundingClientRect().top - box.current.getBoundingClientRect().top - box.current.clientHeight / 3;
    };
    show();
    const later = setTimeout(show, 60); // the router puts every box back to where it was, which is its beginning
    return () => clearTimeout(later);
  }, []);
  return box;
}

function Body({ text, marks, part, pretty }: { text: string; marks: Mark[]; part: string; pretty: boolean }) {
  const better = pretty ? prettyBody(text) : null;
  return better === null ? <Marked text={text} marks={marks} part={part} /> : <Marked text={better} marks={marksAgain(text, better, marks, part)} part={part} />;
}

function Marked({ text, marks, part }: { text: string; marks: Mark[]; part: string }) {
  return stretches(text, marks, part).map((stretch, index) =>
    stretch.marked ? <mark key={index}><Inert text={stretch.text} /></mark> : <Inert key={index} text={stretch.text} />,
  );
}
