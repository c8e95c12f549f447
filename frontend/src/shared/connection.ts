// Whether the server can be reached: told by every request, and looked at again and again while it cannot.
import { useSyncExternalStore } from "react";

const FIRST_PAUSE = 1_000; // milliseconds
const LONGEST_PAUSE = 15_000;
const listeners = new Set<() => void>();
const returned = new Set<() => void>();
let lost = false;
let pause = FIRST_PAUSE;
let timer: ReturnType<typeof setTimeout> | undefined;

function become(next: boolean): void {
  if (lost === next) return;
  lost = next;
  for (const listener of listeners) listener();
  if (!lost) for (const listener of returned) listener();
}

/** A request got no answer. */
export function connectionLost(): void {
  if (lost) return;
  become(true);
  pause = FIRST_PAUSE;
  timer = setTimeout(() => void lookAgain(), pause);
}

/** A request got an answer, whatever it was. */
export function connectionThere(): void {
  clearTimeout(timer);
  become(false);
}

/** Ask the server whether it is there; waits longer each time it is not. */
export async function lookAgain(): Promise<void> {
  clearTimeout(timer);
  const answer = await fetch("/health/live", { cache: "no-store" }).catch(() => null);
  if (answer !== null) return connectionThere();
  pause = Math.min(pause * 2, LONGEST_PAUSE);
  timer = setTimeout(() => void lookAgain(), pause);
}

/** Call when the connection is back. Returns what ends that. */
export function onReturn(call: () => void): () => void {
  returned.add(call);
  return () => returned.delete(call);
}

export function useConnectionLost(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => lost,
  );
}

globalThis.addEventListener?.("offline", connectionLost);
globalThis.addEventListener?.("online", () => void lookAgain());
