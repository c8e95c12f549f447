import { expect, test } from "vitest";
import { worstFirst } from "./Found";
import { compareSearch, scansSearch } from "./search";

test("the worst finding stands first, equals by their title", () => {
  const found = [["low", "b"], ["critical", "z"], ["low", "a"], ["high", "m"]].map(([severity = "", title = ""]) => ({ severity, title }));
  expect(worstFirst(found).map(({ title }) => title)).toEqual(["z", "m", "a", "b"]);
});

test("addresses of lists and comparisons take what they know", () => {
  expect(scansSearch({ status: "failed", other: 1 })).toEqual({ status: "failed" });
  expect(scansSearch({ status: "<script>" })).toEqual({});
  expect(compareSearch({ before: "01a20094-ffe1-751f-8ff1-906d3c257cc1" })).toEqual({ before: "01a20094-ffe1-751f-8ff1-906d3c257cc1" });
  expect(compareSearch({ before: "../../x" })).toEqual({});
});
