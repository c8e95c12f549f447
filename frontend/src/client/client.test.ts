import { execFileSync } from "node:child_process";
import { test } from "vitest";

test("the types are those of docs/openapi.json", () => {
  execFileSync("node", ["scripts/client.mjs", "--check"], { stdio: "pipe" });
}, 30_000);
