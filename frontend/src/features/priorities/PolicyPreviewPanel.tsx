// What a policy would change on a team's findings: how many, by level, and which ones most.
import { Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Mover, PolicyPreview, PriorityLevel } from "../../client/schema";
import { commonWords, sentence } from "../../language/common";
import { figure, language } from "../../language/language";
import { Inert } from "../../shared/Inert";
import { policyWords } from "./messages";

const LEVELS: readonly PriorityLevel[] = ["critical", "high", "medium", "low", "informational"];

export function PolicyPreviewPanel({ preview }: { preview: PolicyPreview }) {
  const words = policyWords();
  return (
    <section className="panel" aria-labelledby="preview-title">
      <Title order={2} size="h4" mb="sm" id="preview-title">{words.previewTitle}</Title>
      {preview.findings === 0 ? (
        <Text c="dimmed">{words.nothingToTry}</Text>
      ) : (
        <Stack gap="md">
          <div role="status">
            <Text fw={600}>{words.changed(preview.changed, preview.findings)}</Text>
            <Text>{words.changedLevel(preview.changed_level)}</Text>
            {!preview.exact && <Text size="sm" c="dimmed">{words.estimated}</Text>}
            {preview.waiting > 0 && <Text size="sm" c="dimmed">{words.waiting(preview.waiting)}</Text>}
          </div>
          <Levels preview={preview} />
          {preview.movers.length > 0 && <Movers movers={preview.movers} />}
        </Stack>
      )}
    </section>
  );
}

function Levels({ preview }: { preview: PolicyPreview }) {
  const words = policyWords();
  const { words: common } = commonWords();
  return (
    <table className="list">
      <thead>
        <tr><th scope="col">{words.level}</th><th scope="col" className="figure">{words.now}</th><th scope="col" className="figure">{words.then}</th><th scope="col" className="figure">{words.difference}</th></tr>
      </thead>
      <tbody>
        {LEVELS.map((level) => {
          const now = preview.before[level] ?? 0;
          const then = preview.after[level] ?? 0;
          return (
            <tr key={level}>
              <td><span className={`severity ${level}`}>{sentence(level, common)}</span></td>
              <td className="figure">{figure(now)}</td>
              <td className="figure">{figure(then)}</td>
              <td className="figure"><Change by={then - now} /></td>
            </tr>
          );
        })}
      </tbody>
    </table>
  );
}

function Movers({ movers }: { movers: Mover[] }) {
  const words = policyWords();
  const { words: common } = commonWords();
  return (
    <div>
      <Title order={3} size="h5" mb="xs">{words.movers}</Title>
      <div className="scroll" tabIndex={0} role="region" aria-label={words.movers}>
        <table className="list">
          <thead>
            <tr><th scope="col">{words.finding}</th><th scope="col" className="figure">{words.now}</th><th scope="col" className="figure">{words.then}</th></tr>
          </thead>
          <tbody>
            {movers.map((mover) => (
              <tr key={mover.finding_id}>
                <td>
                  <Link className="link" to="/findings/$findingId" params={{ findingId: mover.finding_id }}><Inert text={mover.title} limit={120} /></Link>
                  <span className="sub"><Inert text={mover.project_name} limit={80} />{mover.count > 1 && `, ${words.alike(mover.count - 1)}`}</span>
                </td>
                <td className="figure nowrap">{mover.before}<span className="sub">{sentence(mover.level_before, common)}</span></td>
                <td className="figure nowrap">{mover.after} (<Change by={mover.after - mover.before} />)<span className="sub">{sentence(mover.level_after, common)}</span></td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </div>
  );
}

function Change({ by }: { by: number }) {
  const direction = by > 0 ? "up" : by < 0 ? "down" : undefined;
  return <span className={direction}>{by.toLocaleString(language(), { signDisplay: "exceptZero" })}</span>;
}
