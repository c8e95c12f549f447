import { describe, expect, test } from "vitest";
import type { Day } from "../../client/schema";
import { homeSearch } from "./search";
import { roof, shapes, STACK } from "./shapes";

const FRAME = { width: 200, height: 100, left: 0, right: 0, top: 0, bottom: 0 };
const day = (text: string, counts: Partial<Day> = {}): Day => ({
  day: text, critical: 0, high: 0, medium: 0, low: 0, informational: 0, overdue: 0, appeared: 0, fixed: 0, ...counts,
});

describe("the chart", () => {
  test("stacks severities upon each other, the gravest lowest", () => {
    const { areas } = shapes([day("2026-01-01", { critical: 1, low: 3 }), day("2026-01-03", { critical: 2 })], FRAME);
    expect(areas.map(({ severity }) => severity)).toEqual(STACK);
    expect(areas[0]?.path).toBe("M0,75L200,50L200,100L0,100Z");
    expect(areas[3]?.path).toBe("M0,0L200,50L200,50L0,75Z");
  });

  test("days stand where they belong, also when some are missing", () => {
    const found = shapes([day("2026-01-01"), day("2026-01-02"), day("2026-01-05")], FRAME);
    expect(found.days.map(({ x }) => x)).toEqual([0, 50, 200]);
  });

  test("one day and no finding still make a chart", () => {
    const found = shapes([day("2026-01-01")], FRAME);
    expect(found.areas[0]?.path).toBe("M0,100L0,100Z");
    expect(found.lines.map(({ value }) => value)).toEqual([0, 1, 2, 3, 4]);
  });

  test.each([[0, 4], [4, 4], [5, 6], [9, 10], [11, 12], [99, 100], [224, 240], [4001, 6000], [1_000_000, 1_000_000]])("the roof over %d is %d", (value, expected) => {
    expect(roof(value)).toBe(expected);
  });
});

test("the address names a team or a project, and nothing else", () => {
  const id = "01a20094-ffe1-751f-8ff1-906d3c257cc1";
  expect(homeSearch({ team: id, project: "x", other: 1 })).toEqual({ team: id });
  expect(homeSearch({ project: id })).toEqual({ project: id });
  expect(homeSearch({ team: ["a"] })).toEqual({});
});
