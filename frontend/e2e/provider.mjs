// A small OpenID Connect provider on this machine (OpenID Connect Core 1.0, code flow with PKCE). Whoever comes signs on at once.
import { createHash, generateKeyPairSync, randomBytes, sign } from "node:crypto";
import { createServer } from "node:http";

const encoded = (value) => Buffer.from(JSON.stringify(value)).toString("base64url");

export async function startProvider(port, person) {
  const { privateKey, publicKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const issuer = `http://127.0.0.1:${port}`;
  const asked = new Map(); // code -> what it was asked with
  const refusal = { next: false };
  const idToken = (query) => {
    const now = Math.floor(Date.now() / 1000);
    const claims = { iss: issuer, sub: person.subject, aud: query.get("client_id"), iat: now, exp: now + 300, nonce: query.get("nonce"), email: person.email, email_verified: true, name: person.name };
    const content = `${encoded({ alg: "RS256", kid: "one", typ: "JWT" })}.${encoded(claims)}`;
    return `${content}.${sign("sha256", Buffer.from(content), privateKey).toString("base64url")}`;
  };
  const answers = {
    "/.well-known/openid-configuration": () => ({
      issuer,
      authorization_endpoint: `${issuer}/authorize`,
      token_endpoint: `${issuer}/token`,
      jwks_uri: `${issuer}/keys`,
      response_types_supported: ["code"],
      subject_types_supported: ["public"],
      id_token_signing_alg_values_supported: ["RS256"],
      code_challenge_methods_supported: ["S256"],
    }),
    "/keys": () => ({ keys: [{ ...publicKey.export({ format: "jwk" }), kid: "one", use: "sig", alg: "RS256" }] }),
    "/token": (body) => {
      const query = asked.get(body.get("code"));
      asked.delete(body.get("code"));
      const proof = createHash("sha256").update(body.get("code_verifier") ?? "").digest("base64url");
      if (!query || proof !== query.get("code_challenge")) return null;
      return { access_token: "nothing", token_type: "Bearer", expires_in: 60, id_token: idToken(query) };
    },
  };
  const server = createServer((request, response) => {
    const { pathname, searchParams } = new URL(request.url, issuer);
    if (pathname === "/authorize") {
      const back = new URL(searchParams.get("redirect_uri"));
      const code = randomBytes(16).toString("hex");
      asked.set(code, searchParams);
      const told = refusal.next ? { error: "access_denied" } : { code };
      refusal.next = false;
      for (const [name, value] of Object.entries({ ...told, state: searchParams.get("state") })) back.searchParams.set(name, value);
      response.writeHead(302, { Location: back.href }).end();
      return;
    }
    let body = "";
    request.on("data", (chunk) => (body += chunk));
    request.on("end", () => {
      const answer = answers[pathname]?.(new URLSearchParams(body)) ?? null;
      response.writeHead(answer === null ? 400 : 200, { "Content-Type": "application/json" }).end(JSON.stringify(answer ?? { error: "invalid_grant" }));
    });
  });
  await new Promise((resolve) => server.listen(port, "127.0.0.1", resolve));
  return { issuer, refuseNext: () => (refusal.next = true), stop: () => new Promise((resolve) => server.close(resolve)) };
}
