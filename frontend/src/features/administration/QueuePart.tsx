import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../client/client";
import type { Queue } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { Failure, Waiting } from "../../shared/states";
import { moment, relative } from "../../shared/times";
import { administrationWords } from "./messages";

/** What waits, what runs, and who works; asked again every ten seconds. */
export function QueuePart() {
  const words = administrationWords();
  const queue = useQuery({ queryKey: ["administration", "queue"], queryFn: () => answered(api.GET("/api/v1/administration/queue")), refetchInterval: 10_000 });
  return (
    <Stack>
      <Text size="sm">{words.queueWhy} {words.askedWorkers}</Text>
      {queue.isPending && <Waiting lines={5} />}
      {queue.error && <Failure error={queue.error} again={() => void queue.refetch()} />}
      {queue.data && (
        <>
          <Depths queue={queue.data} />
          <Workers queue={queue.data} />
          <Running queue={queue.data} />
        </>
      )}
    </Stack>
  );
}

function Depths({ queue }: { queue: Queue }) {
  const words = administrationWords();
  const { words: states } = commonWords();
  const ended = Object.entries(queue.ended_today);
  return (
    <div className="tiles">
      {queue.queues.map((one) => (
        <section className="panel" key={one.name}>
          <Title order={2} size="h5">{words.queues[one.name]}</Title>
          <div className="numbers">
            <div className="big"><strong>{figure(one.waiting)}</strong> {words.waiting}</div>
            <div className="big"><strong>{figure(one.running)}</strong> {words.running}</div>
          </div>
          {one.waiting > 0 && <Text size="sm" c="dimmed">{words.mayBegin(one.may_begin)}{one.oldest_since !== null && <>, {words.waitsSince(relative(one.oldest_since))}</>}.</Text>}
        </section>
      ))}
      <section className="panel">
        <Title order={2} size="h5">{words.endedToday}</Title>
        {ended.length === 0 ? <Text size="sm">{words.noneEnded}</Text> : <dl className="facts">{ended.map(([state, count]) => <div className="fact" key={state}><dt>{sentence(state, states)}</dt><dd>{figure(count)}</dd></div>)}</dl>}
      </section>
    </div>
  );
}

function Workers({ queue }: { queue: Queue }) {
  const words = administrationWords();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">{words.workers}</Title>
      {queue.workers.length === 0 ? (
        <div className="panel"><Text size="sm">{words.noWorkers}</Text></div>
      ) : (
        <div className="panel flush scroll">
          <table className="list" aria-label={words.workers}>
            <thead><tr><th>{words.worker}</th><th>{words.queue}</th><th className="figure">{words.scans}</th><th>{words.answers}</th></tr></thead>
            <tbody>
              {queue.workers.map((worker) => (
                <tr key={worker.name}>
                  <td><Inert text={worker.name} limit={200} /></td>
                  <td>{worker.queue}</td>
                  <td className="figure">{figure(worker.scans)}</td>
                  <td>{worker.answers ? <span className="state">{words.answers}</span> : <><span className="state failed">{words.silent}</span><span className="sub">{words.silentWhy}</span></>}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}

function Running({ queue }: { queue: Queue }) {
  const words = administrationWords();
  return (
    <section>
      <Title order={2} size="h4" mb="xs">{sentence(words.running)}</Title>
      {queue.running.length === 0 ? (
        <div className="panel"><Text size="sm">{words.nothingRuns}</Text></div>
      ) : (
        <div className="panel flush scroll" tabIndex={0} role="region" aria-label={sentence(words.running)}>
          <table className="list">
            <thead><tr><th>{words.scan}</th><th>{words.started}</th><th>{words.worker}</th><th>{words.claimUntil}</th><th className="figure">{words.attempt}</th></tr></thead>
            <tbody>
              {queue.running.map((scan) => (
                <tr key={scan.id}>
                  <td>{scan.scanner} {scan.cancelling && <span className="state">{words.cancelling}</span>}<span className="sub">{scan.id}</span></td>
                  <td className="nowrap">{scan.started_at === null ? "–" : relative(scan.started_at)}</td>
                  <td><Inert text={scan.worker ?? "–"} limit={200} /></td>
                  <td className="nowrap">{scan.lease_expires_at === null ? "–" : moment(scan.lease_expires_at)}</td>
                  <td className="figure">{figure(scan.attempt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </section>
  );
}
