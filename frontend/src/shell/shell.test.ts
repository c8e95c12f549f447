import { expect, test } from "vitest";
import { atLeast } from "../shared/roles";
import { plainText } from "../shared/visible";
import { fits } from "./commands";
import { ROOMS } from "./rooms";

test("a command fits when every word typed stands in it", () => {
  expect(fits("Theme: Dark", "dark th")).toBe(true);
  expect(fits("Theme: Dark", "darker")).toBe(false);
  expect(fits("Projects", "")).toBe(true);
});

test("every room has an address of its own", () => {
  const addresses = ROOMS.flatMap(({ rooms }) => rooms.map(({ to }) => to));
  expect(new Set(addresses).size).toBe(addresses.length);
});

test("roles", () => {
  expect(atLeast("owner", "maintainer")).toBe(true);
  expect(atLeast("analyst", "maintainer")).toBe(false);
  expect(atLeast(null, "viewer")).toBe(false);
});

test("plain text shows what hides", () => {
  expect(plainText("invoice\u202egpj.exe")).toBe("invoice[U+202E]gpj.exe");
  expect(plainText("x".repeat(900), 10)).toBe(`${"x".repeat(10)}…`);
});
