import { describe, expect, test } from "vitest";
import { STRENGTHS, strengthOf } from "./strength";

const rank = (password: string, own: string[] = []) => STRENGTHS.indexOf(strengthOf(password, 12, own));

describe("the strength of a password", () => {
  test("counts characters, not code units", () => {
    expect(strengthOf("hunter2", 12)).toBe("short");
    expect(strengthOf("🐘".repeat(11), 12)).toBe("short");
    expect(strengthOf("", 12)).toBe("short");
  });

  test.each(["aaaaaaaaaaaaaaaa", "abcdefghijklmnop", "1234567890123456", "password2024!!", "Passwort1234", "qwertyqwerty"])("%s is easily guessed", (password) => {
    expect(strengthOf(password, 12)).toBe("weak");
  });

  test("several words that do not belong together are strong", () => {
    expect(rank("teapots drift over nine violet hills")).toBe(STRENGTHS.indexOf("strong"));
    expect(rank("vK8#pq!mZ2rT")).toBeGreaterThanOrEqual(STRENGTHS.indexOf("fair"));
  });

  test("one's own name and address do not help", () => {
    expect(rank("ada.lovelace.example", ["ada.lovelace@example.com"])).toBeLessThan(rank("oda.lovelase.exhmple", ["ada.lovelace@example.com"]));
    expect(strengthOf("AdaLovelace99", 12, ["Ada Lovelace"])).toBe("weak");
  });
});
