// Why a finding has its score: the number on its scale, and what adds up to it, told as bars and as a table.
import { Group, Text, Title } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { answered, api } from "../../client/client";
import type { FindingPriority, PriorityReason } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { language } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { Failure, Waiting } from "../../shared/states";
import { reasonWords } from "./messages";
import "./priorities.css";

const UPDATED_EVERY = 3000;

/** The priority of a finding with its reasons, as a panel. */
export function PriorityReasons({ findingId }: { findingId: string }) {
  const words = reasonWords();
  const priority = useQuery({
    queryKey: ["findings", findingId, "priority"],
    queryFn: () => answered(api.GET("/api/v1/findings/{finding_id}/priority", { params: { path: { finding_id: findingId } } })),
    refetchInterval: (query) => (query.state.data?.updating ? UPDATED_EVERY : false),
  });
  return (
    <section className="panel">
      <Title order={2} size="h4" mb="sm">{words.title}</Title>
      {priority.isPending && <Waiting lines={2} />}
      {priority.error && <Failure error={priority.error} again={() => void priority.refetch()} />}
      {priority.data && <Shown priority={priority.data} />}
    </section>
  );
}

function Shown({ priority }: { priority: FindingPriority }) {
  const words = reasonWords();
  const { decision } = priority.ssvc;
  return (
    <div className={`level-${priority.level}`}>
      <Score priority={priority} />
      <Text size="sm">
        {words.ssvc}: <b>{words.decisions[decision]}</b> ({words.decisionsWhy[decision]})
      </Text>
      <Text size="sm" c="dimmed">{priority.basis === "model" ? words.meaningModel : words.meaningSeverity}</Text>
      {priority.updating && <Text size="sm" role="status">{words.updating}</Text>}
      <Reasons priority={priority} />
      <Details priority={priority} />
    </div>
  );
}

function Score({ priority }: { priority: FindingPriority }) {
  const words = reasonWords();
  const { words: common } = commonWords();
  const level = sentence(priority.level, common);
  const cuts = Object.values(priority.levels).filter((least) => least > 0);
  return (
    <>
      <p className="visually-hidden">{words.scoreOf(priority.number, level)}</p>
      <div className="score-head" aria-hidden="true">
        <strong>{priority.number}</strong>
        <Text c="dimmed" size="sm">{words.of}</Text>
        <span className={`severity ${priority.level}`}>{level}</span>
      </div>
      <div className="score-scale" aria-hidden="true">
        <span className="filled" style={{ width: `${priority.score}%` }} />
        {cuts.map((least) => (
          <span key={least} className="cut" style={{ left: `${least}%` }}><span>{least}</span></span>
        ))}
      </div>
    </>
  );
}

function Reasons({ priority }: { priority: FindingPriority }) {
  const words = reasonWords();
  const said = priority.reasons.filter((reason) => reason.source === "model");
  const rules = priority.reasons.filter((reason) => reason.source !== "model");
  const widest = Math.max(20, Math.abs(priority.base), ...priority.reasons.map((reason) => Math.abs(reason.points)));
  return (
    <table className="reasons">
      <caption>{words.why}</caption>
      <thead className="visually-hidden">
        <tr><th scope="col">{words.reason}</th><th scope="col">{words.points}</th><th scope="col">{words.detail}</th></tr>
      </thead>
      {priority.base !== 0 && (
        <tbody>
          <tr><th scope="row">{words.from}</th><td className="points">{points(priority.base)}</td><td><Bar points={priority.base} widest={widest} /></td></tr>
        </tbody>
      )}
      <Part title={words.modelPart} reasons={said} widest={widest} />
      <Part title={words.rulesPart} reasons={rules} widest={widest} />
      <tbody>
        <tr className="sum">
          <th scope="row">{priority.total === priority.score ? words.total : words.cut(priority.score)}</th>
          <td className="points">{points(priority.total)}</td>
          <td />
        </tr>
      </tbody>
    </table>
  );
}

function Part({ title, reasons, widest }: { title: string; reasons: PriorityReason[]; widest: number }) {
  if (reasons.length === 0) return null;
  return (
    <tbody>
      <tr className="part"><th scope="rowgroup" colSpan={3}>{title}</th></tr>
      {reasons.map((reason) => <Reason key={reason.name} reason={reason} widest={widest} />)}
    </tbody>
  );
}

function Reason({ reason, widest }: { reason: PriorityReason; widest: number }) {
  const words = reasonWords();
  const names: Readonly<Record<string, string>> = words.names;
  return (
    <tr>
      <th scope="row">{names[reason.name] ?? reason.name}</th>
      <td className="points">{points(reason.points)}</td>
      <td>
        <Bar points={reason.points} widest={widest} />
        {reason.terms.length === 0 ? (
          <div className="reason-detail" lang="en"><Inert text={reason.detail} limit={300} /></div>
        ) : (
          <details className="reason-detail">
            <summary><span lang="en"><Inert text={reason.detail} limit={200} /></span></summary>
            <ul aria-label={words.terms}>
              {reason.terms.map((one) => (
                <li key={one.term}><span lang="en"><Inert text={one.term} limit={100} /></span> {points(one.points)}</li>
              ))}
            </ul>
          </details>
        )}
      </td>
    </tr>
  );
}

function Bar({ points: worth, widest }: { points: number; widest: number }) {
  return (
    <div className="reason-bar" aria-hidden="true">
      <span className={worth < 0 ? "less" : "more"} style={{ width: `${(Math.abs(worth) / widest) * 100}%` }} />
    </div>
  );
}

function Details({ priority }: { priority: FindingPriority }) {
  const words = reasonWords();
  const { ssvc } = priority;
  const answers: Readonly<Record<string, string>> = words.answers;
  return (
    <details>
      <Text component="summary" size="sm" mt="sm">{words.certainty}: {words.certainties[priority.certainty]} · {words.ssvc}</Text>
      {priority.missing.length > 0 && (
        <Text size="sm" mt="xs">{words.missing}: <span lang="en">{priority.missing.join(", ")}</span></Text>
      )}
      {priority.percentile !== null && <Text size="sm">{words.percentile(priority.percentile.toLocaleString(language(), { maximumFractionDigits: 1 }))}</Text>}
      <Group gap="xs" mt="xs">
        <dl className="facts">
          {(["exploitation", "automatable", "technical_impact", "mission"] as const).map((question) => (
            <Question key={question} name={words.questions[question]} answer={answers[ssvc[question]] ?? ssvc[question]} assumed={ssvc.assumed.includes(question.replace("_", " "))} />
          ))}
        </dl>
      </Group>
      <Text size="xs" c="dimmed" mt="xs">{words.made(priority.model, priority.policy)}</Text>
    </details>
  );
}

function Question({ name, answer, assumed }: { name: string; answer: string; assumed: boolean }) {
  const words = reasonWords();
  return (
    <>
      <dt>{name}</dt>
      <dd>{answer}{assumed && <Text span c="dimmed" size="sm"> ({words.assumed})</Text>}</dd>
    </>
  );
}

/** Points with their sign, such as "+5" or "−12.4". */
export function points(value: number): string {
  return value.toLocaleString(language(), { signDisplay: "exceptZero", maximumFractionDigits: 1 });
}
