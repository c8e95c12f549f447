import { describe, expect, test } from "vitest";
import type { TeamPolicy } from "../../client/schema";
import { beyond, defaults, grouped, same } from "./policy";

const policy = {
  least: -100,
  most: 100,
  rules: [
    { name: "internet", meaning: "", default: 8, group: "place" },
    { name: "proven", meaning: "", default: 5, group: "proof" },
    { name: "internal", meaning: "", default: -8, group: "place" },
  ],
} as unknown as TeamPolicy;

describe("weights", () => {
  test("are the same whatever their order, and differ by one value or one name", () => {
    expect(same({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(true);
    expect(same({ a: 1 }, { a: 2 })).toBe(false);
    expect(same({ a: 1 }, { a: 1, b: 0 })).toBe(false);
  });

  test("begin with the defaults and keep to the bounds", () => {
    expect(defaults(policy)).toEqual({ internet: 8, proven: 5, internal: -8 });
    expect(beyond({ internet: 101, proven: -100, internal: Number.NaN }, policy)).toEqual(["internet", "internal"]);
  });

  test("are grouped in the order they come", () => {
    expect(grouped(policy).map(([group, rules]) => [group, rules.map((rule) => rule.name)])).toEqual([
      ["place", ["internet", "internal"]],
      ["proof", ["proven"]],
    ]);
  });
});
