// The keys of the page now: who shows something that keys work on says so here, and `?` lists them all.
import { useEffect, useRef, useSyncExternalStore } from "react";

export interface Key {
  /** As people read it: `j`, `Enter`, `?`, `g h` (one after the other) or `mod+k` (Ctrl, and ⌘ on a Mac). */
  key: string;
  does: string;
  run: (event: KeyboardEvent) => void;
}

export interface KeyGroup {
  title: string;
  keys: readonly Key[];
}

const PAUSE = 1_000; // milliseconds between the two keys of a pair
const groups = new Map<symbol, KeyGroup>();
const listeners = new Set<() => void>();
let shown: readonly KeyGroup[] = [];
let first: { key: string; at: number } | null = null;

function changed(): void {
  shown = [...groups.values()];
  for (const listener of listeners) listener();
}

/** Let keys work until what this returns is called. */
export function announce(group: KeyGroup): () => void {
  const id = Symbol(group.title);
  groups.set(id, group);
  changed();
  return () => {
    groups.delete(id);
    changed();
  };
}

/** While the component is there, its keys work: never while somebody types, and not behind a dialog. */
export function useKeys(title: string, keys: readonly Key[]): void {
  const newest = useRef(keys);
  newest.current = keys;
  const told = JSON.stringify([title, keys.map(({ key, does }) => [key, does])]);
  useEffect(() => {
    // What a key does is looked up when it is pressed, so that it never acts on what a page showed before.
    const live = newest.current.map((one, place) => ({ ...one, run: (event: KeyboardEvent) => newest.current[place]?.run(event) }));
    return announce({ title, keys: live });
  }, [told]); // which is what title and keys say
}

/** Every key that works now, in the order of its groups. */
export function useKeyGroups(): readonly KeyGroup[] {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => shown,
  );
}

/** Find what a press of a key means; the groups of inner pages stand later, and go first. */
export function pressed(event: KeyboardEvent, now = Date.now()): Key | null {
  const name = nameOf(event);
  if (name === null) return null;
  const pair = first !== null && now - first.at < PAUSE ? `${first.key} ${name}` : null;
  first = null;
  const all = [...groups.values()].reverse().flatMap((group) => group.keys);
  const found = (pair === null ? undefined : all.find(({ key }) => key === pair)) ?? all.find(({ key }) => key === name);
  if (found === undefined && all.some(({ key }) => key.startsWith(`${name} `))) first = { key: name, at: now };
  return found ?? null;
}

function nameOf(event: KeyboardEvent): string | null {
  if (event.altKey || event.defaultPrevented || event.isComposing) return null;
  if (event.ctrlKey || event.metaKey) return `mod+${event.key.toLowerCase()}`;
  if (isTyping(event.target) || behindDialog(event.target)) return null;
  if (event.key === "Enter" && event.target instanceof Element && event.target.closest("a, button, summary")) return null;
  return event.key;
}

function behindDialog(target: EventTarget | null): boolean {
  const dialog = document.querySelector('[role="dialog"], dialog[open]');
  return dialog !== null && !(target instanceof Node && dialog.contains(target));
}

export function isTyping(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select, [contenteditable]");
}

/** Listens to the keyboard for the whole page; once, in the shell. */
export function useKeyboard(): void {
  useEffect(() => {
    const press = (event: KeyboardEvent) => {
      const found = pressed(event);
      if (found === null) return;
      event.preventDefault();
      found.run(event);
    };
    document.addEventListener("keydown", press);
    return () => document.removeEventListener("keydown", press);
  }, []);
}
