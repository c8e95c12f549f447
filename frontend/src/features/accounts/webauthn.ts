// Passkeys in the browser (WebAuthn, level 3): options of the server in, the credential for the server out, both as JSON.

type Json = Record<string, unknown>;

export function passkeysWork(): boolean {
  return typeof globalThis.PublicKeyCredential === "function" && globalThis.navigator?.credentials !== undefined;
}

export function fromBase64url(text: string): Uint8Array<ArrayBuffer> {
  const plain = atob(text.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
}

export function toBase64url(bytes: ArrayBuffer | null | undefined): string | undefined {
  if (!bytes) return undefined;
  const plain = Array.from(new Uint8Array(bytes), (byte) => String.fromCharCode(byte)).join("");
  return btoa(plain).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
}

type Named = { id: string; type: "public-key"; transports?: AuthenticatorTransport[] };
const named = (list: unknown) => ((list as Named[] | undefined) ?? []).map((one) => ({ ...one, id: fromBase64url(one.id) }));

/** Have the browser make a passkey. Null when the person gave up. */
export async function makePasskey(options: Json): Promise<Json | null> {
  const user = options.user as { id: string; name: string; displayName: string };
  const publicKey = {
    ...options,
    challenge: fromBase64url(options.challenge as string),
    user: { ...user, id: fromBase64url(user.id) },
    excludeCredentials: named(options.excludeCredentials),
  } as unknown as PublicKeyCredentialCreationOptions;
  const made = (await unlessGivenUp(navigator.credentials.create({ publicKey }))) as PublicKeyCredential | null;
  if (made === null) return null;
  const response = made.response as AuthenticatorAttestationResponse;
  return {
    ...common(made),
    response: {
      clientDataJSON: toBase64url(response.clientDataJSON),
      attestationObject: toBase64url(response.attestationObject),
      transports: response.getTransports?.() ?? [],
    },
  };
}

/** Have the browser ask for a passkey. Null when the person gave up, or has none. */
export async function askPasskey(options: Json): Promise<Json | null> {
  const publicKey = {
    ...options,
    challenge: fromBase64url(options.challenge as string),
    allowCredentials: named(options.allowCredentials),
  } as unknown as PublicKeyCredentialRequestOptions;
  const found = (await unlessGivenUp(navigator.credentials.get({ publicKey }))) as PublicKeyCredential | null;
  if (found === null) return null;
  const response = found.response as AuthenticatorAssertionResponse;
  return {
    ...common(found),
    response: {
      clientDataJSON: toBase64url(response.clientDataJSON),
      authenticatorData: toBase64url(response.authenticatorData),
      signature: toBase64url(response.signature),
      userHandle: toBase64url(response.userHandle),
    },
  };
}

function common(credential: PublicKeyCredential): Json {
  return {
    id: credential.id,
    rawId: toBase64url(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

/** The browser says only that it was not allowed, whether somebody gave up, waited too long or has no passkey. */
async function unlessGivenUp(asked: Promise<Credential | null>): Promise<Credential | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof DOMException && ["NotAllowedError", "AbortError"].includes(error.name)) return null;
    throw error;
  }
}
