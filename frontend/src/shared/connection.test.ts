import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { connectionLost, connectionThere, lookAgain, onReturn } from "./connection";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  connectionThere();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("a lost connection is looked for again, ever less often, and its return is told once", async () => {
  const asked = vi.fn().mockRejectedValue(new TypeError("no network"));
  vi.stubGlobal("fetch", asked);
  const returned = vi.fn();
  const end = onReturn(returned);
  connectionLost();
  connectionLost();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(asked).toHaveBeenCalledTimes(1);
  await vi.advanceTimersByTimeAsync(2_000);
  expect(asked).toHaveBeenCalledTimes(2);
  await vi.advanceTimersByTimeAsync(3_000);
  expect(asked).toHaveBeenCalledTimes(2);
  asked.mockResolvedValue(new Response(null, { status: 503 })); // an answer, whatever it says
  await lookAgain();
  expect(returned).toHaveBeenCalledTimes(1);
  connectionThere();
  expect(returned).toHaveBeenCalledTimes(1);
  end();
});
