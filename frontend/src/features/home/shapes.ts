// The geometry of the chart of open findings: values in, points of an SVG out.
import type { Day, Severity } from "../../client/schema";

/** The order in which the areas lie upon each other, from the ground up: what is gravest lies lowest, and is read off. */
export const STACK: readonly Severity[] = ["critical", "high", "medium", "low", "informational"];

export interface Frame {
  width: number;
  height: number;
  left: number;
  right: number;
  top: number;
  bottom: number;
}

export interface Shapes {
  areas: { severity: Severity; path: string }[];
  lines: { value: number; y: number }[];
  days: { day: string; x: number; total: number }[];
}

const DAY = 86_400_000; // milliseconds

/** Draw days as areas. Between days that nobody recorded, a straight line is drawn. */
export function shapes(days: readonly Day[], frame: Frame): Shapes {
  const first = time(days[0]);
  const last = Math.max(time(days.at(-1)), first + DAY);
  const totals = days.map((day) => STACK.reduce((sum, severity) => sum + day[severity], 0));
  const top = roof(Math.max(...totals, 1));
  const x = (day: Day) => round(frame.left + ((time(day) - first) / (last - first)) * (frame.width - frame.left - frame.right));
  const y = (value: number) => round(frame.height - frame.bottom - (value / top) * (frame.height - frame.top - frame.bottom));
  let below = days.map(() => 0);
  const areas = STACK.map((severity) => {
    const above = days.map((day, place) => (below[place] ?? 0) + day[severity]);
    const there = days.map((day, place) => `${x(day)},${y(above[place] ?? 0)}`);
    const back = days.map((day, place) => `${x(day)},${y(below[place] ?? 0)}`).reverse();
    below = above;
    return { severity, path: `M${there.join("L")}L${back.join("L")}Z` };
  });
  const step = top / 4;
  return {
    areas,
    lines: [0, 1, 2, 3, 4].map((place) => ({ value: place * step, y: y(place * step) })).filter(({ value }) => Number.isInteger(value)),
    days: days.map((day, place) => ({ day: day.day, x: x(day), total: totals[place] ?? 0 })),
  };
}

/** The next number at or above a value that is easily divided by four, but at least 4. */
export function roof(value: number): number {
  if (value <= 4) return 4;
  const power = 10 ** Math.floor(Math.log10(value));
  return [1, 1.2, 1.6, 2, 2.4, 3.2, 4, 6, 8, 10].map((times) => Math.round(times * power)).find((candidate) => candidate >= value) ?? 10 * power;
}

function time(day: Day | undefined): number {
  return day === undefined ? 0 : Date.parse(day.day);
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
