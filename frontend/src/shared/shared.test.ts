import { describe, expect, test } from "vitest";
import { EventReader } from "./sse";
import { relative, span } from "./times";
import { shortened, visiblePieces } from "./visible";

const shown = (text: string) => visiblePieces(text).map((piece) => (piece.hidden ? `[${piece.text}]` : piece.text)).join("");

describe("hidden characters", () => {
  test.each([
    ["plain text\nwith lines\tand tabs", "plain text\nwith lines\tand tabs"],
    ["invoice\u202egpj.exe", "invoice[U+202E]gpj.exe"],
    ["a\u0000b\u001b[31m", "a[U+0000]b[U+001B][31m"],
    ["zero\u200bwidth\ufeff", "zero[U+200B]width[U+FEFF]"],
    ["half \ud83d pair", "half [U+D83D] pair"],
    ["tag \u{e0041}", "tag [U+E0041]"],
    ["whole 😀 and ärger, 漢字, עברית", "whole 😀 and ärger, 漢字, עברית"],
    ["one\r\ntwo", "one\ntwo"],
  ])("%j is shown as %j", (text, expected) => expect(shown(text)).toBe(expected));

  test("nothing that is visible gets lost", () => {
    const text = "<script>alert(1)</script> & \"quotes\"";
    expect(visiblePieces(text)).toEqual([{ text, hidden: false }]);
  });

  test("a pair is never cut in half", () => expect(shortened("ab😀cd", 3)).toBe("ab…"));
});

describe("server-sent events", () => {
  test("arrive whole however the stream is cut", () => {
    const stream = ': still here\n\nevent: progress\ndata: {"a":1}\n\nevent: scan\r\ndata: one\r\ndata: two\r\n\r\ndata: last\n\n';
    for (const size of [1, 2, 3, 7, stream.length]) {
      const reader = new EventReader();
      const found = [];
      for (let start = 0; start < stream.length; start += size) found.push(...reader.push(stream.slice(start, start + size)));
      expect(found).toEqual([
        { event: "progress", data: '{"a":1}' },
        { event: "scan", data: "one\ntwo" },
        { event: "message", data: "last" },
      ]);
    }
  });
});

describe("times", () => {
  test("spans", () => expect([0.4, 59, 61, 3_700].map(span)).toEqual(["0 s", "59 s", "1 min 1 s", "1 h 1 min"]));
  test("relative", () => {
    const now = Date.parse("2026-01-10T12:00:00Z");
    expect(new Date("2026-01-10T09:00:00Z").getTime()).toBeLessThan(now);
    expect(relative("2026-01-10T09:00:00Z", now)).toContain("3");
  });
});
