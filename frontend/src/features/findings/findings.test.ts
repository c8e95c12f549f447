import { execFileSync } from "node:child_process";
import { describe, expect, test } from "vitest";
import { curlCommand, quoted } from "./detail/curl";
import { stretches, type Mark } from "./detail/marks";
import { COLUMNS, fitting } from "./columns";
import { Pages } from "./pages";
import { dayOf, daysAgo, findingFilter, findingQuery, findingSearch, isFiltered, moment, sameSearch } from "./search";
import { NOTHING_SELECTED, byProject, ranged, toggled } from "./selection";
import { canBeUndone, shownAfter, undoing } from "./triage";
import type { FindingDetail, FindingItem } from "../../client/schema";

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

describe("filters in the address", () => {
  const uuid = "01a2009d-404d-795f-9e94-0421d39a4de6";
  test("all that the API offers is taken, what is wrong is left", () =>
    expect(
      findingSearch({ assignee: ["me", "none", uuid, "you"], target: uuid, cwe: ["79", "x", -1], overdue: true, first_seen_from: "2026-01-02", due_to: "soon", priority_from: 40, priority_to: 400, rule: "a".repeat(201), origin: ["web", 7] }),
    ).toEqual({ assignee: ["me", "none", uuid], target: [uuid], cwe: [79], overdue: true, first_seen_from: "2026-01-02", priority_from: 40, origin: ["web", "7"] }));
  test("days are days of the viewer, the last one included", () => {
    expect(moment("2026-01-31", false)).toBe(new Date(2026, 0, 31).toISOString());
    expect(moment("2026-01-31", true)).toBe(new Date(2026, 1, 1).toISOString());
    for (const last of [false, true]) expect(dayOf(moment("2026-03-29", last), last)).toBe("2026-03-29");
    expect(daysAgo(7, new Date(2026, 2, 3, 23, 59))).toBe("2026-02-24");
  });
  test("the API gets moments", () => expect(findingFilter({ due_to: "2026-01-31" })).toMatchObject({ due_to: new Date(2026, 1, 1).toISOString() }));
  test("the same view is known however it was put together", () => {
    expect(sameSearch({ severity: ["high", "low"], overdue: true }, { overdue: true, severity: ["low", "high"] })).toBe(true);
    expect(sameSearch({}, { state: ["open", "confirmed", "reopened"], sort: "-priority" })).toBe(true);
    expect(sameSearch({}, { sort: "title" })).toBe(false);
    expect(isFiltered({ sort: "title" })).toBe(false);
  });
});

describe("pages", () => {
  const rows = Array.from({ length: 1_000 }, (_, index) => ({ id: `${index}`, state: "open" }));
  const make = (held = 5) => {
    const asked: (string | null)[] = [];
    const load = (cursor: string | null, size: number) => {
      asked.push(cursor);
      const start = Number(cursor ?? 0);
      return Promise.resolve({ items: rows.slice(start, start + size), next: start + size < rows.length ? `${start + size}` : null });
    };
    return { asked, pages: new Pages({ load, size: 10, held }) };
  };
  const settled = async () => {
    for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
  };
  const readTo = async (pages: Pages<{ id: string; state: string }>, last: number) => {
    for (let row = 0; row <= last; row += 10) {
      pages.want(row, row + 5);
      await settled();
    }
  };

  test("the page that comes next is read before it is seen", async () => {
    const { pages, asked } = make();
    pages.want(0, 5);
    await settled();
    pages.want(0, 5);
    await settled();
    expect(asked).toEqual([null, "10"]);
    expect([pages.known, pages.length, pages.row(19)?.id]).toEqual([20, 30, "19"]);
  });
  test("only pages near the place are held, and the others come again", async () => {
    const { pages, asked } = make();
    await readTo(pages, 990);
    expect([pages.isComplete, pages.length, pages.held]).toEqual([true, 1_000, 50]);
    expect(pages.row(3)).toBeUndefined();
    const before = asked.length;
    pages.want(0, 5);
    await settled();
    expect([pages.row(3)?.id, pages.held, asked.length - before]).toEqual(["3", 50, 2]);
  });
  test("a change is shown without reading", async () => {
    const { pages, asked } = make();
    await readTo(pages, 0);
    const version = pages.version();
    pages.patch(new Map([["3", { state: "fixed" }]]));
    expect([pages.row(3)?.state, pages.row(4)?.state, asked.length, pages.version() > version]).toEqual(["fixed", "open", 1, true]);
  });
  test("an error stops, and another try goes on", async () => {
    let broken = true;
    const pages = new Pages({ load: () => (broken ? Promise.reject(new Error("away")) : Promise.resolve({ items: [{ id: "1" }], next: null })) });
    pages.want(0, 5);
    await settled();
    expect(String(pages.error)).toContain("away");
    broken = false;
    pages.retry();
    pages.want(0, 5);
    await settled();
    expect([pages.error, pages.length, pages.isComplete]).toEqual([null, 1, true]);
  });
  test("of nothing there is nothing", async () => {
    const pages = new Pages({ load: () => Promise.resolve({ items: [] as { id: string }[] }) });
    pages.want(0, 5);
    await settled();
    expect([pages.isEmpty, pages.length]).toEqual([true, 0]);
  });
});

const item = (id: string, values: Partial<FindingItem> = {}) => ({ id, project_id: "p", state: "open", assignee_id: null, assignee_name: null, due_at: null, overdue: false, ...values }) as FindingItem;

describe("columns", () => {
  const of = (...ids: string[]) => COLUMNS.filter(({ id }) => ids.includes(id));
  const ids = (columns: { id: string }[]) => columns.map(({ id }) => id);
  test("all stay where there is room", () => expect(ids(fitting(of("priority", "title", "rule"), 1_000))).toEqual(["priority", "title", "rule"]));
  test("the least important goes first, the title never", () => {
    expect(ids(fitting(of("priority", "title", "state", "first_seen"), 640))).toEqual(["priority", "title", "state"]);
    expect(ids(fitting(of("priority", "title", "state", "first_seen"), 10))).toEqual(["priority", "title"]);
  });
});

describe("selecting", () => {
  const rows = ["a", "b", "c", "d"].map((id, index) => item(id, { project_id: index < 2 ? "one" : "two" }));
  test("one by one and in ranges", () => {
    const one = toggled(NOTHING_SELECTED, rows[1] as FindingItem, 1);
    const range = ranged(one, 3, (index) => rows[index]);
    expect([...range.rows.keys()]).toEqual(["b", "c", "d"]);
    expect([...ranged(range, 0, (index) => rows[index]).rows.keys()].sort()).toEqual(["a", "b", "c", "d"]);
    expect(toggled(one, rows[1] as FindingItem, 1).rows.size).toBe(0);
  });
  test("changes go project by project", () => expect([...byProject(rows)]).toEqual([["one", ["a", "b"]], ["two", ["c", "d"]]]));
});

describe("taking back", () => {
  const detail = (before: Record<string, unknown>) => ({ history: [{ kind: "state", before }] }) as unknown as FindingDetail;
  test.each([
    [item("a"), { state: "fixed" as const }, null, { state: "open" }],
    [item("a", { assignee_id: "u" }), { assignee_id: null }, null, { assignee_id: "u" }],
    [item("a"), { state: "open" as const }, null, null],
    [item("a", { state: "false-positive" }), { state: "open" as const }, detail({ reason: "Test" }), { state: "false-positive", reason: "Test" }],
    [item("a", { state: "accepted" }), { state: "open" as const }, detail({ reason: "Old", accepted_until: "2030-01-01T00:00:00Z" }), { state: "accepted", reason: "Old", accepted_until: "2030-01-01T00:00:00Z" }],
    [item("a", { state: "accepted" }), { state: "open" as const }, detail({}), null],
  ])("%#", (row, change, known, expected) => expect(undoing(row, change, known)).toEqual(expected));
  test("is offered where everything is known", () => {
    expect(canBeUndone({ state: "fixed" })).toBe(true);
    expect(canBeUndone({ severity: "low" })).toBe(false);
    expect(canBeUndone({ state: "fixed", severity: "low" })).toBe(false);
  });
  test("what is decided is no longer overdue", () =>
    expect(shownAfter(item("a", { due_at: "2020-01-01T00:00:00Z", overdue: true }), { state: "fixed" }, undefined)).toEqual({ state: "fixed", overdue: false }));
});
