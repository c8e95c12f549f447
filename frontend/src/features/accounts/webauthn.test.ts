import { afterEach, expect, test, vi } from "vitest";
import { askPasskey, fromBase64url, makePasskey, toBase64url } from "./webauthn";

afterEach(() => vi.unstubAllGlobals());

test("bytes survive the way there and back, whatever their number", () => {
  for (const length of [0, 1, 2, 3, 31, 32, 255]) {
    const bytes = Uint8Array.from({ length }, (_, index) => (index * 89 + 251) % 256);
    const text = toBase64url(bytes.buffer);
    expect(text).toMatch(/^[A-Za-z0-9_-]*$/);
    expect([...fromBase64url(text ?? "")]).toEqual([...bytes]);
  }
  expect(toBase64url(null)).toBeUndefined();
});

test("who gives up makes no passkey, and another fault is told", async () => {
  const options = { challenge: "AAAA", user: { id: "AQID", name: "ann", displayName: "Ann" } };
  const create = vi.fn().mockRejectedValueOnce(new DOMException("", "NotAllowedError")).mockRejectedValueOnce(new DOMException("is registered", "InvalidStateError"));
  vi.stubGlobal("navigator", { credentials: { create } });
  expect(await makePasskey(options)).toBeNull();
  await expect(makePasskey(options)).rejects.toThrow("is registered");
});

test("the answer of an authenticator goes to the server as text", async () => {
  const bytes = (...values: number[]) => Uint8Array.from(values).buffer;
  const get = vi.fn().mockResolvedValue({
    id: "_-8", rawId: bytes(255, 239), type: "public-key", authenticatorAttachment: "platform",
    getClientExtensionResults: () => ({}),
    response: { clientDataJSON: bytes(1), authenticatorData: bytes(2), signature: bytes(3), userHandle: null },
  });
  vi.stubGlobal("navigator", { credentials: { get } });
  const credential = await askPasskey({ challenge: "_-8", allowCredentials: [{ id: "AQ", type: "public-key" }] });
  expect(credential).toMatchObject({ rawId: "_-8", response: { signature: "Aw", userHandle: undefined } });
  const asked = get.mock.calls[0]?.[0] as { publicKey: { challenge: Uint8Array; allowCredentials: { id: Uint8Array }[] } };
  expect([...asked.publicKey.challenge]).toEqual([255, 239]);
  expect([...(asked.publicKey.allowCredentials[0]?.id ?? [])]).toEqual([1]);
});
