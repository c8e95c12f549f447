// The mails of a platform without a mail server, which keeps them as files.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

const PATIENCE = 10_000; // milliseconds

function decoded(text) {
  const [head, ...body] = text.split(/\r?\n\r?\n/);
  const plain = body.join("\n\n");
  if (/^content-transfer-encoding: base64/im.test(head)) return `${head}\n\n${Buffer.from(plain, "base64").toString("utf8")}`;
  if (!/^content-transfer-encoding: quoted-printable/im.test(head)) return text;
  const bytes = plain.replace(/=\r?\n/g, "").replace(/=([0-9A-F]{2})/g, (_, code) => String.fromCharCode(parseInt(code, 16)));
  return `${head}\n\n${Buffer.from(bytes, "latin1").toString("utf8")}`;
}

/** The link in the newest mail to an address, once there are more than `before`. */
export async function linkFor(folder, address, before = 0) {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    const found = mailsTo(folder, address);
    const link = found.length > before ? /https?:\/\/\S+#\S+/.exec(found.at(-1))?.[0] : undefined;
    if (link) return link;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No mail with a link for ${address}`);
}

/** Waits for a mail to an address that says something: mails are written after the answer that speaks of them. */
export async function mailThatSays(folder, address, words) {
  const until = Date.now() + PATIENCE;
  while (Date.now() < until) {
    if (mailsTo(folder, address).some((mail) => mail.includes(words))) return;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  throw new Error(`No mail to ${address} says ${words}`);
}

export function mailsTo(folder, address) {
  let names = [];
  try {
    names = readdirSync(join(folder, "mail")).filter((name) => name.endsWith(".eml")).sort();
  } catch {
    return [];
  }
  return names.map((name) => decoded(readFileSync(join(folder, "mail", name), "utf8"))).filter((text) => text.includes(`To: ${address}`));
}
