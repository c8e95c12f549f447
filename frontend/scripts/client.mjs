// Writes src/client/schema.d.ts, the types of the API, from docs/openapi.json. `--check` only says whether it is current.
import { readFileSync, writeFileSync } from "node:fs";
import openapiTS, { astToString } from "openapi-typescript";

const SOURCE = new URL("../../docs/openapi.json", import.meta.url);
const TARGET = new URL("../src/client/schema.d.ts", import.meta.url);
const METHODS = new Set(["get", "post", "put", "patch", "delete"]);
const HEAD =
  "// The types of the API, written by `npm run client` from docs/openapi.json. Do not edit.\n\n";

/** Every error of every route is the same document; saying so once keeps the types small. */
function withOneError(document) {
  const error = {
    description: "A problem",
    content: { "application/problem+json": { schema: { $ref: "#/components/schemas/ProblemDocument" } } },
  };
  for (const path of Object.values(document.paths)) {
    for (const [method, operation] of Object.entries(path)) {
      if (!METHODS.has(method)) continue;
      const good = Object.entries(operation.responses).filter(([status]) => status.startsWith("2"));
      for (const [, response] of good) delete response.headers;
      operation.responses = { ...Object.fromEntries(good), default: error };
    }
  }
  return document;
}

export async function clientTypes() {
  const document = withOneError(JSON.parse(readFileSync(SOURCE, "utf8")));
  const options = { rootTypes: true, rootTypesNoSchemaPrefix: true, defaultNonNullable: false, silent: true };
  const nodes = await openapiTS(document, options);
  return HEAD + astToString(nodes);
}

export function current() {
  return readFileSync(TARGET, "utf8");
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const types = await clientTypes();
  if (!process.argv.includes("--check")) writeFileSync(TARGET, types);
  else if (types !== current()) {
    console.error("src/client/schema.d.ts is not what docs/openapi.json says; run `npm run client`.");
    process.exitCode = 1;
  }
}
