import { beforeEach, describe, expect, test, vi } from "vitest";
import { announce, pressed } from "./keys";

/** A press as a browser reports it, on the page itself. */
function press(key: string, options: Partial<KeyboardEvent> = {}): KeyboardEvent {
  return { key, altKey: false, ctrlKey: false, metaKey: false, defaultPrevented: false, isComposing: false, target: null, ...options } as KeyboardEvent;
}

const run = () => undefined;
const key = (text: string) => ({ key: text, does: text, run });

beforeEach(() => {
  vi.stubGlobal("document", { querySelector: () => null });
  vi.stubGlobal("HTMLElement", class {});
  vi.stubGlobal("Element", class {});
  vi.stubGlobal("Node", class {});
});

describe("keys", () => {
  test("of an inner page go before those of the shell, and end with it", () => {
    const shell = announce({ title: "Shell", keys: [key("j"), key("?")] });
    const inner = key("j");
    const page = announce({ title: "Page", keys: [inner] });
    expect(pressed(press("j"))).toBe(inner);
    expect(pressed(press("?"))?.does).toBe("?");
    page();
    expect(pressed(press("j"))).not.toBe(inner);
    shell();
    expect(pressed(press("j"))).toBeNull();
  });

  test("pressed one after the other, and in time", () => {
    const end = announce({ title: "Shell", keys: [key("g h"), key("h")] });
    expect(pressed(press("g"), 1_000)).toBeNull();
    expect(pressed(press("h"), 1_500)?.key).toBe("g h");
    expect(pressed(press("g"), 2_000)).toBeNull();
    expect(pressed(press("h"), 9_000)?.key).toBe("h");
    end();
  });

  test("with Ctrl or ⌘, but not with Alt, and not while a word is put together", () => {
    const end = announce({ title: "Shell", keys: [key("mod+k"), key("k")] });
    expect(pressed(press("K", { ctrlKey: true }))?.key).toBe("mod+k");
    expect(pressed(press("k", { metaKey: true }))?.key).toBe("mod+k");
    expect(pressed(press("k", { altKey: true }))).toBeNull();
    expect(pressed(press("k", { isComposing: true }))).toBeNull();
    end();
  });

  test("do nothing behind a dialog", () => {
    const end = announce({ title: "Shell", keys: [key("j")] });
    vi.stubGlobal("document", { querySelector: () => ({ contains: () => false }) });
    expect(pressed(press("j"))).toBeNull();
    end();
  });
});
