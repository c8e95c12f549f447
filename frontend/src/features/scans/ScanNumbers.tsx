import { Group, Progress, Stack, Text } from "@mantine/core";
import { useEffect, useState } from "react";
import type { ScanDetail } from "../../client/schema";
import { sentence } from "../../language/common";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { span } from "../../shared/times";
import { scanWords } from "./messages";
import { hasEnded } from "./watching";

/** How far a scan is, and its numbers so far; `found` is how many findings have arrived on this page. */
export function ScanNumbers({ scan, found }: { scan: ScanDetail; found: number }) {
  const ended = hasEnded(scan.status);
  const words = scanWords().numbers;
  const { requests, requests_per_second: rate, pages, findings } = scan.progress;
  const statistics = scan.statistics as { requests?: number; pages?: number; packages?: number };
  const sent = Math.max(requests ?? 0, statistics.requests ?? 0);
  const packages = statistics.packages ?? 0;
  return (
    <Stack gap="sm">
      {!ended && <Phase scan={scan} />}
      <div className="numbers">
        <Figure value={Math.max(scan.finding_count, found, ended ? 0 : (findings ?? 0))} name={words.findings} />
        <Figure value={scan.new_finding_count} name={words.new} />
        {(sent > 0 || packages === 0) && <Figure value={sent} name={words.requests} />}
        {packages > 0 && <Figure value={packages} name={words.packages} />}
        {(sent > 0 || packages === 0) && <Figure value={Math.max(pages ?? 0, statistics.pages ?? 0)} name={scan.scanner === "api" ? words.operations : words.pages} />}
        {!ended && <Figure value={Math.round(rate ?? 0)} name={words.rate} />}
        <div className="number"><strong><Elapsed scan={scan} /></strong><span>{words.time}</span></div>
      </div>
    </Stack>
  );
}

function Phase({ scan }: { scan: ScanDetail }) {
  const words = scanWords();
  const { phase, done, total, detail } = scan.progress;
  const names: Record<string, string> = words.phases;
  const named = phase ? (names[phase] ?? sentence(phase)) : words.beginning;
  const counted = typeof total === "number" && total > 0;
  return (
    <div>
      <Group justify="space-between">
        <Text size="sm">{scan.status === "queued" ? words.waiting : named}{detail ? <>: <Inert text={detail} limit={200} /></> : null}</Text>
        {counted && <Text size="sm" c="dimmed">{words.doneOf(done ?? 0, total)}</Text>}
      </Group>
      <Progress mt={6} aria-label={words.progress} value={counted ? Math.min(100, (100 * (done ?? 0)) / total) : 100} animated={!counted} striped={!counted} />
    </div>
  );
}

function Figure({ value, name }: { value: number; name: string }) {
  return <div className="number"><strong>{figure(value)}</strong><span>{name}</span></div>;
}

function Elapsed({ scan }: { scan: ScanDetail }) {
  const [now, setNow] = useState(Date.now);
  const going = scan.started_at !== null && scan.finished_at === null;
  useEffect(() => {
    if (!going) return undefined;
    const timer = setInterval(() => setNow(Date.now()), 1000);
    return () => clearInterval(timer);
  }, [going]);
  if (scan.started_at === null) return <>–</>;
  const end = scan.finished_at === null ? now : new Date(scan.finished_at).getTime();
  return <>{span((end - new Date(scan.started_at).getTime()) / 1000)}</>;
}
