// The one way to the API: typed paths, the access token put in, an expired one renewed once, problems thrown.
import createClient, { type Middleware } from "openapi-fetch";
import { commonWords } from "../language/common";
import { accessToken, entered, hasExpired, renew } from "../session/session";
import { connectionLost, connectionThere } from "../shared/connection";
import type { ProblemDocument, paths } from "./schema";

/** What the API answers when it refuses: the problem document (RFC 9457), or what stands for it without an answer. */
export class ApiProblem extends Error {
  constructor(
    readonly status: number,
    readonly type: string,
    detail: string,
    readonly faults: { field: string; message: string }[] = [],
    readonly requestId: string | null = null,
  ) {
    super(detail);
    this.name = "ApiProblem";
  }
}

async function send(request: Request): Promise<Response> {
  const again = request.clone();
  const answer = await ask(request);
  if (answer.status !== 401 || !request.headers.has("Authorization")) return answer;
  // The page lies behind the login meanwhile; what was asked goes on where it stood.
  if (!(await renew()) && !(hasExpired() && (await entered()))) return answer;
  again.headers.set("Authorization", `Bearer ${accessToken()}`);
  return ask(again);
}

async function ask(request: Request): Promise<Response> {
  const answer = await fetch(request).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    connectionLost();
    throw new ApiProblem(0, "unreachable", commonWords.now().unreachable);
  });
  connectionThere();
  return answer;
}

const withToken: Middleware = {
  onRequest({ request }) {
    const token = accessToken();
    if (token !== null && !request.headers.has("Authorization")) {
      request.headers.set("Authorization", `Bearer ${token}`);
    }
    return request;
  },
};

export const api = createClient<paths>({ baseUrl: "", fetch: send });
api.use(withToken);

type Answer<Data> = { data?: Data; error?: unknown; response: Response };

/** The data of an answer, or its problem thrown. */
export async function answered<Data>(call: Promise<Answer<Data>>): Promise<NonNullable<Data>> {
  const { data, error, response } = await call;
  if (response.ok) return data as NonNullable<Data>;
  throw problemOf(response, error);
}

export function problemOf(response: Response, body: unknown): ApiProblem {
  const told: Partial<ProblemDocument> = typeof body === "object" && body !== null ? body : {};
  return new ApiProblem(
    response.status,
    told.type ?? "unknown",
    told.detail ?? `The server answered ${response.status} ${response.statusText}.`,
    told.faults ?? [],
    told.request_id ?? response.headers.get("x-request-id"),
  );
}

/** A key under which the server does a creation once, however often it is sent. */
export function idempotencyKey(): string {
  return Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
