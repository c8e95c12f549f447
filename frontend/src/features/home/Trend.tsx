import { Text, Title } from "@mantine/core";
import { useState, type PointerEvent } from "react";
import type { Day } from "../../client/schema";
import { figure } from "../../language/language";
import { SEVERITIES, SeverityLabel } from "../../shared/labels";
import { day as dayText } from "../../shared/times";
import { homeWords } from "./messages";
import { shapes, STACK } from "./shapes";

const FRAME = { width: 480, height: 190, left: 40, right: 6, top: 10, bottom: 22 };

/** What was open on each day, as areas; the same as a table for who cannot see them. */
export function Trend({ days }: { days: readonly Day[] }) {
  const words = homeWords();
  const [place, setPlace] = useState<number | null>(null);
  const now = days.at(-1);
  const first = days[0];
  if (now === undefined || first === undefined || days.length < 2) {
    return <section className="panel"><Title order={2} size="h4">{words.trend}</Title><Text mt="xs" c="dimmed">{words.trendBegins}</Text></section>;
  }
  const drawn = shapes(days, FRAME);
  const shown = days[place ?? -1];
  const summary = words.trendSummary(dayText(first.day), drawn.days[0]?.total ?? 0, drawn.days.at(-1)?.total ?? 0);
  const move = (event: PointerEvent<SVGSVGElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const x = ((event.clientX - box.left) / box.width) * FRAME.width;
    const distances = drawn.days.map((one) => Math.abs(one.x - x));
    setPlace(distances.indexOf(Math.min(...distances)));
  };
  return (
    <section className="panel trend">
      <Title order={2} size="h4">{words.trend}</Title>
      <Text size="sm" c="dimmed">{summary} {words.happened(sum(days, "appeared"), sum(days, "fixed"))}</Text>
      <svg viewBox={`0 0 ${FRAME.width} ${FRAME.height}`} role="img" aria-label={`${words.trend}: ${summary}`} onPointerMove={move} onPointerLeave={() => setPlace(null)}>
        {drawn.lines.map(({ value, y }) => (
          <g key={value}>
            <line className="grid" x1={FRAME.left} x2={FRAME.width - FRAME.right} y1={y} y2={y} />
            <text x={FRAME.left - 8} y={y + 4} textAnchor="end">{figure(value)}</text>
          </g>
        ))}
        {drawn.areas.map(({ severity, path }) => <path key={severity} className={`area ${severity}`} d={path} />)}
        <text x={FRAME.left} y={FRAME.height - 6}>{dayText(first.day)}</text>
        <text x={FRAME.width - FRAME.right} y={FRAME.height - 6} textAnchor="end">{dayText(now.day)}</text>
        {place !== null && <line className="pointer" x1={drawn.days[place]?.x} x2={drawn.days[place]?.x} y1={FRAME.top} y2={FRAME.height - FRAME.bottom} />}
      </svg>
      <div className="legend">
        <strong>{dayText((shown ?? now).day)}</strong>
        {SEVERITIES.map((severity) => <span key={severity}><SeverityLabel severity={severity} /> {figure((shown ?? now)[severity])}</span>)}
      </div>
      <details>
        <summary>{words.asTable}</summary>
        <DayTable days={days} />
      </details>
    </section>
  );
}

function DayTable({ days }: { days: readonly Day[] }) {
  const words = homeWords();
  return (
    <div className="scroll table" tabIndex={0} role="region" aria-label={words.trend}>
      <table className="list">
        <thead>
          <tr>
            <th>{words.day}</th>
            {STACK.map((severity) => <th key={severity} className="figure"><SeverityLabel severity={severity} /></th>)}
            <th className="figure">{words.appeared}</th>
            <th className="figure">{words.fixed}</th>
          </tr>
        </thead>
        <tbody>
          {[...days].reverse().map((one) => (
            <tr key={one.day}>
              <td className="nowrap">{dayText(one.day)}</td>
              {STACK.map((severity) => <td key={severity} className="figure">{figure(one[severity])}</td>)}
              <td className="figure">{figure(one.appeared)}</td>
              <td className="figure">{figure(one.fixed)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function sum(days: readonly Day[], name: "appeared" | "fixed"): number {
  return days.reduce((total, one) => total + one[name], 0);
}
