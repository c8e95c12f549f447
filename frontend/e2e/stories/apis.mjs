// An API described, asked as two people who register themselves, and the flaw that lies in who may see what.
import assert from "node:assert/strict";
import { createServer } from "node:http";
import { inside, logIn } from "./accounts.mjs";

const text = { type: "string" };
const object = (...names) => ({ type: "object", properties: Object.fromEntries(names.map((name) => [name, text])), required: names });
const takes = (schema) => ({ requestBody: { content: { "application/json": { schema } } } });
const login = { security: [{ token: [] }] };
const DESCRIPTION = {
  openapi: "3.1.0",
  info: { title: "Notes", version: "1" },
  components: { securitySchemes: { token: { type: "http", scheme: "bearer" } } },
  paths: {
    "/register": { post: { ...takes(object("username", "password")), responses: { 201: { description: "made" } } } },
    "/login": { post: { ...takes(object("username", "password")), responses: { 200: { description: "a token" } } } },
    "/me": { get: { ...login, responses: { 200: { description: "who one is" } } } },
    "/notes": {
      get: { ...login, responses: { 200: { description: "one's own" } } },
      post: { ...login, ...takes(object("text")), responses: { 201: { description: "made" } } },
    },
    "/notes/{noteId}": { get: { ...login, parameters: [{ name: "noteId", in: "path", required: true, schema: { type: "integer" } }], responses: { 200: { description: "one" } } } },
  },
};

/** Notes over HTTP: whoever is logged in reads any note by its number, whosever it is. */
async function startNotes() {
  const people = new Map();
  const notes = [];
  const server = createServer(async (request, answer) => {
    const say = (status, value) => answer.writeHead(status, { "Content-Type": "application/json" }).end(JSON.stringify(value));
    let raw = "";
    for await (const piece of request) raw += piece;
    const sent = (() => { try { return JSON.parse(raw || "{}"); } catch { return null; } })();
    const path = new URL(request.url, "http://notes").pathname;
    const person = people.get((request.headers.authorization ?? "").replace("Bearer token-of-", ""));
    if (sent === null) return say(400, { error: "not JSON" });
    if (path === "/register" && request.method === "POST") {
      if (typeof sent.username !== "string" || typeof sent.password !== "string" || people.has(sent.username)) return say(422, { error: "no" });
      people.set(sent.username, { name: sent.username, password: sent.password });
      return say(201, { username: sent.username });
    }
    if (path === "/login" && request.method === "POST") {
      return people.get(sent.username)?.password === sent.password && sent.password ? say(200, { token: `token-of-${sent.username}` }) : say(401, { error: "no" });
    }
    if (!["/me", "/notes"].includes(path) && !/^\/notes\/\d+$/.test(path)) return say(404, { error: "none" });
    if (!person) return say(401, { error: "log in" });
    if (path === "/me") return say(200, { username: person.name });
    if (path === "/notes" && request.method === "POST") {
      notes.push({ id: notes.length + 1, owner: person.name, text: String(sent.text).slice(0, 200) });
      return say(201, notes.at(-1));
    }
    if (path === "/notes") return say(200, notes.filter(({ owner }) => owner === person.name));
    const note = notes.find(({ id }) => path === `/notes/${id}`);
    return note ? say(200, note) : say(404, { error: "none" });
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const stop = () => new Promise((resolve) => { server.closeAllConnections(); server.close(resolve); });
  return { url: `http://127.0.0.1:${server.address().port}/`, stop };
}

async function prepared({ url, administrator }, address) {
  const { email, password } = administrator;
  const send = async (path, body, token) => {
    const headers = { "Content-Type": "application/json", ...(token ? { Authorization: `Bearer ${token}` } : {}) };
    const answer = await fetch(`${url}/api/v1${path}`, { method: "POST", headers, body: JSON.stringify(body) });
    assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
    return answer.json();
  };
  const { access_token: token } = await send("/auth/login", { email, password });
  await send("/allowed-hosts", { host: new URL(address).host, reason: "Of the story" }, token);
  const team = await send("/teams", { name: "Notes team" }, token);
  const project = await send("/projects", { name: "Notes", team_id: team.id }, token);
  await send(`/projects/${project.id}/targets`, { locator: address }, token);
  return project.id;
}

export async function apisStory(page, told) {
  const { url, picture, say, expecting } = told;
  const notes = await startNotes();
  try {
    const project = await prepared(told, notes.url);
    await logIn(page, told);
    await inside(page);
    await page.goto(`${url}/projects/${project}/scans/new`);
    await page.getByRole("radio", { name: /An API/ }).check();
    await page.getByRole("heading", { name: "Who asks" }).waitFor();
    await picture(page, "api-scan-new");
    await page.getByLabel("Choose a description").setInputFiles({ name: "notes.json", mimeType: "application/json", buffer: Buffer.from("{") });
    await expecting(/status of 422/, async () => {
      await page.getByRole("button", { name: "Keep it" }).click();
      await page.getByRole("alert").waitFor();
    });
    await page.getByLabel("Choose a description").setInputFiles({ name: "notes.json", mimeType: "application/json", buffer: Buffer.from(JSON.stringify(DESCRIPTION)) });
    await page.getByRole("button", { name: "Keep it" }).click();
    await page.getByText(/OpenAPI 3.1.0, 6 operations/).waitFor();
    await page.getByRole("button", { name: "Add somebody" }).click();
    await page.getByLabel("Called here").fill("<b>robot</b>");
    await page.getByLabel("Is known by").selectOption("header");
    await page.getByRole("textbox", { name: "Value" }).fill("Bearer token-of-nobody");
    await picture(page, "api-actor-new");
    await page.getByRole("button", { name: "Add somebody" }).click();
    await page.getByText("<b>robot</b>").waitFor();
    await page.getByRole("button", { name: "Remove" }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Remove" }).click();
    await page.getByText("Nobody is set up.").waitFor();
    say("an API is described, and who asks it");
    await page.getByRole("button", { name: "Start the scan" }).click();
    await page.getByText("Completed", { exact: true }).first().waitFor({ timeout: 60_000 });
    await page.getByText(/belongs to somebody else|other people|another user/i).first().waitFor();
    await picture(page, "api-scan");
    await page.getByRole("link", { name: /read/i }).first().click();
    await page.getByRole("heading", { name: "How to fix it" }).waitFor();
    await picture(page, "api-finding");
    say("what one person could read of another's is proven");
  } finally {
    await notes.stop();
  }
}
