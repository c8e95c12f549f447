// What somebody types is kept for the tab, so that neither a reload nor a crash nor a login takes it away.
import { useCallback, useEffect, useState } from "react";

const PREFIX = "securestack.draft.";
const LARGEST = 200_000; // characters; the browser keeps some megabytes for all of them

/** A state that survives the page. `key` names what is written and where: `comment.<finding>`. Never for secrets. */
export function useDraft<Value>(key: string, initial: Value): [Value, (value: Value | ((before: Value) => Value)) => void, () => void] {
  const [held, setHeld] = useState({ key, value: readDraft(key, initial) });
  const value = held.key === key ? held.value : readDraft(key, initial);
  useEffect(() => {
    if (held.key !== key) setHeld({ key, value: readDraft(key, initial) });
  }, [held.key, key, initial]);
  const write = useCallback(
    (next: Value | ((before: Value) => Value)) =>
      setHeld((before) => {
        const known = before.key === key ? before.value : readDraft(key, initial);
        const made = typeof next === "function" ? (next as (before: Value) => Value)(known) : next;
        keepDraft(key, made, initial);
        return { key, value: made };
      }),
    [key, initial],
  );
  const forget = useCallback(() => {
    forgetDraft(key);
    setHeld({ key, value: initial });
  }, [key, initial]);
  return [value, write, forget];
}

export function readDraft<Value>(key: string, initial: Value): Value {
  const text = storage()?.getItem(PREFIX + key) ?? null;
  if (text === null) return initial;
  try {
    const value = JSON.parse(text) as Value;
    return typeof value === typeof initial ? value : initial;
  } catch {
    return initial;
  }
}

export function keepDraft<Value>(key: string, value: Value, initial: Value): void {
  const text = JSON.stringify(value);
  if (text === JSON.stringify(initial) || text.length > LARGEST) return forgetDraft(key);
  try {
    storage()?.setItem(PREFIX + key, text);
  } catch {
    // The browser keeps no more; what is typed stays on the page all the same.
  }
}

export function forgetDraft(key: string): void {
  storage()?.removeItem(PREFIX + key);
}

/** Forget everything: somebody else may use this tab next. */
export function forgetDrafts(): void {
  const kept = storage();
  if (kept === null) return;
  for (const key of Object.keys(kept)) if (key.startsWith(PREFIX)) kept.removeItem(key);
}

function storage(): Storage | null {
  return globalThis.sessionStorage ?? null;
}
