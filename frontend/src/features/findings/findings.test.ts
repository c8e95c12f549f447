import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { curlCommand, quoted } from "./curl";
import { stretches, type Mark } from "./marks";
import { findingQuery, findingSearch } from "./search";

describe("marks", () => {
  const mark = (start: number, end: number): Mark => ({ part: "response-body", start, end });
  const shown = (text: string, ...marks: Mark[]) =>
    stretches(text, marks, "response-body").map(({ text: piece, marked }) => (marked ? `[${piece}]` : piece)).join("");

  test("one", () => expect(shown("hello world", mark(6, 11))).toBe("hello [world]"));
  test("count characters, not halves of pairs", () => expect(shown("😀😀 hit 😀", mark(3, 6))).toBe("😀😀 [hit] 😀"));
  test("may overlap, and come in any order", () => expect(shown("abcdef", mark(3, 5), mark(1, 4))).toBe("a[bcd][e]f"));
  test("outside the text are left out", () => expect(shown("abc", mark(2, 99), mark(50, 60), mark(1, 1))).toBe("ab[c]"));
  test("of another part are left out", () => expect(stretches("abc", [mark(0, 1)], "request-url")).toEqual([{ text: "abc", marked: false }]));
});

describe("curl", () => {
  const request = { method: "GET", url: "http://127.0.0.1/?q=<a>&b='", headers: [["Host", "x"]] as const, body: "" };

  test("a request", () =>
    expect(curlCommand(request)).toBe(`curl --include --globoff --path-as-is --url 'http://127.0.0.1/?q=<a>&b='"'"'' --header 'Host: x'`));
  test("with a body and a method", () =>
    expect(curlCommand({ ...request, method: "PUT", body: "a=1", headers: [["Content-Length", "3"]] })).toContain(
      "--request PUT --url 'http://127.0.0.1/?q=<a>&b='\"'\"'' --header 'Content-Type:' --data-raw 'a=1'".replace("'a=1'", "a=1"),
    ));
  test("line breaks in a header cannot begin another", () =>
    expect(curlCommand({ ...request, headers: [["A", "b\r\nC: d"]] })).toContain("'A: b  C: d'"));
  test.each(["plain", "two words", "it's", "$(id) `id` \\ !", "line\nbreak", "bidi \u202e ü 😀", "\u001b[31m", "''"])(
    "a shell reads %j as it is",
    (word) => expect(execFileSync("bash", ["-c", `printf %s ${quoted(word)}`], { encoding: "utf8" })).toBe(word),
  );
  test("no control character stands in what is pasted", () => expect(quoted("a\u001b\n\u202e")).toMatch(/^[\x20-\x7e]+$/));
});

describe("the address of a list", () => {
  test("what is wrong in it is left out", () =>
    expect(findingSearch({ severity: ["high", "awful"], state: "open", sort: "'; drop", scan: "1", search: 42, extra: {} })).toEqual({
      severity: ["high"],
      state: ["open"],
      search: "42",
    }));
  test("without a word on states, what is to be done is asked for", () =>
    expect(findingQuery({}).state).toEqual(["open", "reopened", "confirmed"]));
  test("of one scan every state is asked for", () => expect(findingQuery({ scan: "x" }).state).toEqual([]));
});
