import { expect, test } from "vitest";
import type { RuleItem } from "../../client/schema";
import { fitting, ruleSearch, valuesOf } from "./search";

const rule = (id: string, values: Partial<RuleItem> = {}): RuleItem => ({ id, title: id, severity: "medium", cwe: [], owasp: [], scanners: ["web"], what: "", ...values });
const XSS = rule("web.reflected-xss", { title: "Reflected cross-site scripting", severity: "high", cwe: [79], owasp: ["A03:2021"] });
const SQL = rule("web.sql-injection", { title: "SQL injection", severity: "critical", cwe: [89], owasp: ["A03:2021"] });
const OLD = rule("dependencies.vulnerable-package", { title: "Package with a known flaw", cwe: [1395], owasp: ["A06:2021"], scanners: ["dependencies"] });
const ALL = [OLD, XSS, SQL];
const ids = (search: Parameters<typeof fitting>[1]) => fitting(ALL, search).map(({ id }) => id);

test("the worst come first", () => {
  expect(ids({})).toEqual([SQL.id, XSS.id, OLD.id]);
});

test.each([
  [{ text: "injection" }, [SQL.id]],
  [{ text: "SITE  reflected" }, [XSS.id]],
  [{ text: "cwe-89" }, [SQL.id]],
  [{ scanner: "dependencies" }, [OLD.id]],
  [{ owasp: "A03:2021", severity: "high" as const }, [XSS.id]],
  [{ cwe: 79, text: "package" }, []],
])("%j", (search, expected) => {
  expect(ids(search)).toEqual(expected);
});

test("an address holds what is right in it only", () => {
  expect(ruleSearch({ text: "xss", severity: "dreadful", cwe: "79", owasp: 3, scanner: "" })).toEqual({ text: "xss", scanner: undefined, severity: undefined, cwe: 79, owasp: undefined });
  expect(ruleSearch({ text: 79, cwe: "seventy" })).toMatchObject({ text: "79", cwe: undefined });
});

test("values are told once, in order", () => {
  expect(valuesOf(ALL)).toEqual({ cwe: [79, 89, 1395], owasp: ["A03:2021", "A06:2021"] });
});
