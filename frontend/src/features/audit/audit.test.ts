import { describe, expect, test } from "vitest";
import { changesOf } from "./changes";
import { auditFilter, auditSearch } from "./search";

describe("what has changed", () => {
  test("is told field by field, in the order it was written", () => {
    expect(changesOf({ name: "Shop", tags: ["a"] }, { name: "Store", tags: ["a", "b"], owner: null })).toEqual([
      { field: "name", before: "Shop", after: "Store" },
      { field: "tags", before: '[\n  "a"\n]', after: '[\n  "a",\n  "b"\n]' },
      { field: "owner", before: null, after: "null" },
    ]);
  });

  test("leaves out what is the same, and takes a side that is missing", () => {
    expect(changesOf({ a: 1, b: 2 }, { a: 1 })).toEqual([{ field: "b", before: "2", after: null }]);
    expect(changesOf(null, { a: "x" })).toEqual([{ field: "a", before: null, after: "x" }]);
    expect(changesOf(null, null)).toEqual([]);
  });

  test("a field may be called like what every object has", () => {
    expect(changesOf({}, JSON.parse('{"__proto__": "x", "constructor": 1}') as Record<string, unknown>)).toEqual([
      { field: "__proto__", before: null, after: "x" },
      { field: "constructor", before: null, after: "1" },
    ]);
  });
});

describe("the address", () => {
  test("holds what is right in it only", () => {
    const actor = "01990000-0000-7000-8000-000000000001";
    expect(auditSearch({ actor, action: "login.", since: "2026-01-02", until: "soon", ip: 7, object_id: "" })).toEqual({ actor, action: "login.", since: "2026-01-02", ip: "7" });
    expect(auditSearch({ actor: "ann", object_type: ["x"] })).toEqual({});
  });

  test("means whole days of the viewer", () => {
    const { since, until } = auditFilter({ since: "2026-01-02", until: "2026-01-02" });
    expect(new Date(until ?? "").getTime() - new Date(since ?? "").getTime()).toBe(86_400_000);
    expect(new Date(since ?? "").getHours()).toBe(0);
  });
});
