// Who is logged in. The access token lives in memory only; the refresh token is in a cookie that no script can read.
import { useSyncExternalStore } from "react";

export type SessionState = "unknown" | "in" | "out";

interface Held {
  state: SessionState;
  token: string | null;
  expired: boolean;
}

// Says only that somebody logged in on this browser: it spares everybody else a request that must fail.
const HINT = "securestack.logged-in";
let held: Held = { state: "unknown", token: null, expired: false };
let renewing: Promise<boolean> | null = null;
const listeners = new Set<() => void>();

function become(next: Held): void {
  held = next;
  for (const listener of listeners) listener();
}

export function accessToken(): string | null {
  return held.token;
}

export function enter(token: string): void {
  localStorage.setItem(HINT, "yes");
  become({ state: "in", token, expired: false });
}

export function leave(expired = false): void {
  localStorage.removeItem(HINT);
  become({ state: "out", token: null, expired });
}

/** Before leaving for another site that will log somebody in: look for its cookie afterwards. */
export function expectLogin(): void {
  localStorage.setItem(HINT, "yes");
}

/** Get a new access token by the cookie; many callers share one request, several tabs take turns. */
export function renew(): Promise<boolean> {
  renewing ??= inTurn(ask).finally(() => {
    renewing = null;
  });
  return renewing;
}

/** Find out at start whether somebody is logged in. */
export async function resume(): Promise<void> {
  if (held.state !== "unknown") return;
  if (localStorage.getItem(HINT) === null) become({ ...held, state: "out" });
  else await renew();
}

async function ask(): Promise<boolean> {
  const answer = await fetch("/api/v1/auth/refresh", {
    method: "POST",
    headers: { "Content-Type": "application/json", "X-Requested-With": "SecureStack" }, // other sites cannot send it
    body: "{}",
  }).catch(() => null);
  if (answer?.ok) {
    const tokens = (await answer.json()) as { access_token: string };
    enter(tokens.access_token);
    return true;
  }
  // Without an answer, or with a fault of the server, nobody has said that the session is over.
  if (answer?.status === 401) leave(held.state === "in");
  else if (held.state === "unknown") become({ ...held, state: "out" });
  return false;
}

async function inTurn(work: () => Promise<boolean>): Promise<boolean> {
  return "locks" in navigator ? await navigator.locks.request("securestack.refresh", work) : await work();
}

/** Wait until somebody is logged in again after the session ended; false when they leave instead. */
export function entered(): Promise<boolean> {
  return new Promise((resolve) => {
    const look = () => {
      if (held.state === "out" && held.expired) return;
      listeners.delete(look);
      resolve(held.state === "in");
    };
    listeners.add(look);
    look();
  });
}

export function hasExpired(): boolean {
  return held.state === "out" && held.expired;
}

export function useSession(): Held {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => held,
  );
}
