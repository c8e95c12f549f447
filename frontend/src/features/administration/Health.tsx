import { Stack, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { answered, api } from "../../client/client";
import type { PlatformHealth } from "../../client/schema";
import { figure } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { Failure, Waiting } from "../../shared/states";
import { moment, relative } from "../../shared/times";
import { Advisories } from "../inventory/Advisories";
import { bytes } from "./bytes";
import { administrationWords } from "./messages";

const NEARLY_FULL = 0.1; // of the disk is left

type Word = "ok" | "does not answer" | "not set" | "missing" | "damaged";

/** How every part of the platform is; asked again twice a minute. */
export function Health() {
  const health = useQuery({ queryKey: ["administration", "health"], queryFn: () => answered(api.GET("/api/v1/administration/health")), refetchInterval: 30_000 });
  return (
    <Stack>
      {health.isPending && <Waiting lines={6} />}
      {health.error && <Failure error={health.error} again={() => void health.refetch()} />}
      {health.data && (
        <>
          <Parts health={health.data} />
          <Tables health={health.data} />
        </>
      )}
    </Stack>
  );
}

function Part({ title, status, told, facts }: { title: string; status?: Word; told?: string; facts: readonly (readonly [string, ReactNode])[] }) {
  const words = administrationWords();
  const bad = status !== undefined && !["ok", "not set"].includes(status);
  return (
    <section className="panel part">
      <Title order={2} size="h5">{title}</Title>
      {status !== undefined && <span className={bad ? "state failed" : "state"}>{words.standing[status]}</span>}
      {told !== undefined && <Text size="sm">{told}</Text>}
      <dl className="facts">{facts.map(([name, value]) => value !== null && value !== undefined && <div className="fact" key={name}><dt>{name}</dt><dd>{value}</dd></div>)}</dl>
    </section>
  );
}

function Parts({ health }: { health: PlatformHealth }) {
  const words = administrationWords();
  const { database, replica, valkey, disk, advisories } = health;
  const full = disk.free_bytes < disk.total_bytes * NEARLY_FULL;
  return (
    <div className="tiles">
      <Part
        title={words.database}
        status={database.status}
        told={database.embedded ? words.embedded : undefined}
        facts={[
          [words.version, database.version],
          [words.size, database.bytes === null ? null : bytes(database.bytes)],
          [words.connections, database.connections === null || database.most_connections === null ? null : words.ofMost(database.connections, database.most_connections)],
        ]}
      />
      <Part title={words.replica} status={replica.status} facts={[[words.lag, replica.lag_seconds === null ? null : words.seconds(replica.lag_seconds)]]} />
      <Part
        title={words.valkey}
        status={valkey.status}
        told={valkey.embedded ? words.embedded : undefined}
        facts={[[words.version, valkey.version], [words.memory, valkey.bytes === null ? null : bytes(valkey.bytes)]]}
      />
      <section className="panel part">
        <Title order={2} size="h5">{words.disk}</Title>
        {full && <span className="state failed">{words.nearlyFull}</span>}
        <meter aria-label={words.disk} min={0} max={disk.total_bytes} high={disk.total_bytes * (1 - NEARLY_FULL)} optimum={0} value={disk.total_bytes - disk.free_bytes} />
        <dl className="facts">
          <div className="fact"><dt>{words.free}</dt><dd>{words.freeOf(bytes(disk.free_bytes), bytes(disk.total_bytes))}</dd></div>
          <div className="fact"><dt>{words.folder}</dt><dd><Inert text={disk.folder} limit={300} /></dd></div>
        </dl>
      </section>
      <section className="panel part">
        <Title order={2} size="h5">{words.advisories}</Title>
        <span className={advisories.status === "ok" ? "state" : "state failed"}>{words.standing[advisories.status]}</span>
        <div className="told"><Advisories /></div>
        <dl className="facts">
          {advisories.updated_at !== null && <div className="fact"><dt>{words.updated}</dt><dd title={moment(advisories.updated_at)}>{relative(advisories.updated_at)}</dd></div>}
          {advisories.advisories !== null && <div className="fact"><dt>{words.entries}</dt><dd>{figure(advisories.advisories)}</dd></div>}
          {advisories.bytes !== null && <div className="fact"><dt>{words.size}</dt><dd>{bytes(advisories.bytes)}</dd></div>}
        </dl>
      </section>
      <Part title={words.mail} told={health.mail === "server" ? words.mailServer : words.mailFiles} facts={[]} />
      <Part title={words.platform} facts={[[words.version, health.version], [words.python, health.python], [words.answersSince, moment(health.started_at)]]} />
    </div>
  );
}

function Tables({ health }: { health: PlatformHealth }) {
  const words = administrationWords();
  if (health.tables.length === 0) return null;
  return (
    <section>
      <Title order={2} size="h4" mb="xs">{words.tables}</Title>
      <div className="panel flush scroll">
        <table className="list" aria-label={words.tables}>
          <thead><tr><th>{words.table}</th><th className="figure">{words.size}</th><th className="figure">{words.rows}</th></tr></thead>
          <tbody>
            {health.tables.map((table) => (
              <tr key={table.name}><td>{table.name}</td><td className="figure">{bytes(table.bytes)}</td><td className="figure">{figure(table.rows)}</td></tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}
