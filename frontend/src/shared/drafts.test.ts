import { describe, expect, test } from "vitest";
import { forgetDraft, keepDraft, readDraft } from "./drafts";

class Kept {
  readonly held = new Map<string, string>();
  getItem = (key: string) => this.held.get(key) ?? null;
  setItem = (key: string, value: string) => void this.held.set(key, value);
  removeItem = (key: string) => void this.held.delete(key);
}

describe("drafts", () => {
  const kept = new Kept();
  Object.defineProperty(globalThis, "sessionStorage", { value: kept, configurable: true });

  test("are read as they were kept, and forgotten when they are as at first", () => {
    keepDraft("comment.1", "half a sentence", "");
    expect(readDraft("comment.1", "")).toBe("half a sentence");
    expect(readDraft("comment.2", "")).toBe("");
    keepDraft("comment.1", "", "");
    expect(kept.held.size).toBe(0);
  });

  test("of another shape than wanted are left alone", () => {
    keepDraft("form", "text", "");
    expect(readDraft("form", { name: "" })).toEqual({ name: "" });
    kept.setItem("securestack.draft.form", "{not json");
    expect(readDraft("form", "")).toBe("");
  });

  test("too large for the browser are not kept", () => {
    keepDraft("large", "x".repeat(300_000), "");
    expect(readDraft("large", "")).toBe("");
    forgetDraft("large");
  });

  test("are not kept where the browser refuses", () => {
    kept.setItem = () => {
      throw new DOMException("full", "QuotaExceededError");
    };
    expect(() => keepDraft("comment.3", "text", "")).not.toThrow();
    expect(readDraft("comment.3", "")).toBe("");
  });
});
