// The platform as anybody would start it, with a data folder that nobody needs again.
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { chmodSync, existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";

const PROGRAM = process.env.SECURESTACK_PROGRAM ?? fileURLToPath(new URL("../../.venv/bin/securestack", import.meta.url));
const LINK = /Make the first administrator at (\S+) \(/;
const OURS = /^(SECURESTACK_|DATABASE_URL$|DATABASE_REPLICA_URL$|REDIS_URL$)/i;

/** A port that was free a moment ago. */
export async function freePort() {
  const server = createServer();
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address();
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/**
 * `files` is the folder of another build of the interface; without it the installed one is served. `named` has it reached
 * as localhost instead of by its IP address, for passkeys belong to a name. `settings` are more variables.
 */
export async function startPlatform({ files = null, named = false, settings = {} } = {}) {
  if (!existsSync(PROGRAM)) throw new Error(`${PROGRAM} is missing: make setup`);
  const folder = mkdtempSync(join(tmpdir(), "securestack-e2e-"));
  chmodSync(folder, 0o711); // as root, its database runs as another user, who has to pass through
  const environment = Object.fromEntries(Object.entries(process.env).filter(([name]) => !OURS.test(name)));
  if (files !== null) environment.SECURESTACK_INTERFACE_DIR = files;
  const port = named ? await freePort() : 0;
  if (named) environment.SECURESTACK_PUBLIC_URL = `http://localhost:${port}`;
  const options = { cwd: folder, env: { ...environment, ...settings } };
  const child = spawn(PROGRAM, ["serve", "--port", String(port), "--data-dir", folder], options);
  let output = "";
  const ended = new Promise((resolve) => child.on("exit", resolve));
  const stop = async () => {
    child.kill("SIGTERM");
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  const link = await new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`The platform did not start:\n${output}`)), 60_000);
    const read = (chunk) => {
      output += chunk;
      const found = LINK.exec(output);
      if (found) {
        clearTimeout(timer);
        resolve(found[1]);
      }
    };
    child.stdout.on("data", read);
    child.stderr.on("data", read);
    child.on("exit", () => reject(new Error(`The platform ended:\n${output}`)));
  }).catch(async (error) => {
    await stop();
    throw error;
  });
  return { link, url: new URL(link).origin, folder, stop, output: () => output };
}
