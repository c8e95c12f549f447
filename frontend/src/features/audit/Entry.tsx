import { Button } from "@mantine/core";
import type { AuditEntry } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { moment, relative } from "../../shared/times";
import { figure } from "../../language/language";
import { changesOf } from "./changes";
import { auditWords } from "./messages";
import type { AuditSearch } from "./search";

type Words = ReturnType<typeof auditWords>;

function actorOf(entry: AuditEntry, words: Words): string {
  if (entry.actor_name !== null) return entry.actor_name;
  if (entry.actor_user_id !== null) return entry.actor_user_id;
  return entry.ip === "" ? words.platform : words.nobodyKnown;
}

/** One entry: a line, and what changed behind it. */
export function Entry({ entry, narrow }: { entry: AuditEntry; narrow: (search: AuditSearch) => void }) {
  const words = auditWords();
  return (
    <li>
      <details>
        <summary>
          <time dateTime={entry.at} title={relative(entry.at)}>{moment(entry.at)}</time>
          <span className="actor"><Inert text={actorOf(entry, words)} limit={120} />{entry.actor_api_key_id !== null && <> {words.byKey}</>}</span>
          <code className="snippet"><Inert text={entry.action} limit={120} /></code>
          <span className="thing"><Inert text={`${entry.object_type} ${entry.object_id ?? ""}`} limit={120} /></span>
        </summary>
        <div className="details">
          <Changes entry={entry} />
          <Facts entry={entry} />
          <Narrowing entry={entry} narrow={narrow} />
        </div>
      </details>
    </li>
  );
}

function Changes({ entry }: { entry: AuditEntry }) {
  const words = auditWords();
  const changes = changesOf(entry.before, entry.after);
  if (changes.length === 0) return <p className="quiet">{words.noChange}</p>;
  return (
    <div className="scroll" tabIndex={0} role="region" aria-label={`${words.before} / ${words.after}`}>
      <table className="list changes">
        <thead><tr><th>{words.field}</th><th>{words.before}</th><th>{words.after}</th></tr></thead>
        <tbody>
          {changes.map(({ field, before, after }) => (
            <tr key={field}>
              <th scope="row"><Inert text={field} limit={200} /></th>
              <td>{before !== null && <pre className="gone"><Inert text={before} /></pre>}</td>
              <td>{after !== null && <pre className="come"><Inert text={after} /></pre>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function Facts({ entry }: { entry: AuditEntry }) {
  const words = auditWords();
  const facts: readonly [string, string | null][] = [
    [words.actor, entry.actor_email],
    [words.address, entry.ip],
    [words.program, entry.user_agent],
    [words.request, entry.request_id],
    [words.position, entry.position === null ? words.notChained : figure(entry.position)],
    [words.hash, entry.hash],
  ];
  return (
    <dl className="facts">
      {facts.map(([name, value]) => value && <div key={name}><dt>{name}</dt><dd><Inert text={value} limit={400} /></dd></div>)}
    </dl>
  );
}

function Narrowing({ entry, narrow }: { entry: AuditEntry; narrow: (search: AuditSearch) => void }) {
  const words = auditWords();
  const ways: readonly [string, AuditSearch | null][] = [
    [words.actor, entry.actor_user_id && { actor: entry.actor_user_id }],
    [words.action, { action: entry.action }],
    [words.thing, entry.object_id && { object_type: entry.object_type, object_id: entry.object_id }],
    [words.address, entry.ip !== "" ? { ip: entry.ip } : null],
  ].map(([name, search]) => [name as string, (search || null) as AuditSearch | null]);
  return (
    <div className="narrowing">
      <span>{words.onlyThis}</span>
      {ways.map(([name, search]) => search && <Button key={name} size="compact-xs" variant="default" onClick={() => narrow(search)}>{name}</Button>)}
    </div>
  );
}
