// A recorded request as a curl command, quoted so that pasting it runs what it shows and nothing else.

export interface RecordedRequest {
  method: string;
  url: string;
  headers: readonly (readonly [string, string])[];
  body: string;
}

// curl works these out by itself; repeating them would contradict what it really sends.
const LEFT_TO_CURL = new Set(["accept-encoding", "connection", "content-length", "transfer-encoding"]);
const PLAIN = /^[A-Za-z0-9_@%+=:,./-]+$/;
// eslint-disable-next-line no-control-regex
const UNPRINTABLE = /[^\x20-\x7e\u00a1-\u00ac\u00ae-\u024f]/gu;

export function curlCommand(request: RecordedRequest): string {
  const words = ["curl", "--include", "--globoff", "--path-as-is"];
  const hasBody = request.body !== "";
  if (request.method === "HEAD" && !hasBody) words.push("--head");
  else if (request.method !== (hasBody ? "POST" : "GET")) words.push("--request", quoted(request.method));
  words.push("--url", quoted(request.url.replaceAll("\0", "%00")));
  for (const [name, value] of request.headers) {
    if (LEFT_TO_CURL.has(name.toLowerCase()) || name.startsWith("@")) continue;
    words.push("--header", quoted(value ? `${name}: ${value.replace(/[\r\n\0]/g, " ")}` : `${name};`));
  }
  if (!hasBody) return words.join(" ");
  if (!request.headers.some(([name]) => name.toLowerCase() === "content-type")) {
    words.push("--header", "'Content-Type:'"); // without it curl would add the type of a form
  }
  if (request.body.includes("\0")) {
    const escaped = request.body.replaceAll("\\", "\\\\").replaceAll("\0", "\\0000");
    return `printf '%b' ${quoted(escaped)} | ${words.join(" ")} --data-binary @-`;
  }
  return [...words, "--data-raw", quoted(request.body)].join(" ");
}

/** One word of a command for bash or zsh; what cannot be seen stands as octal bytes in $'…'. */
export function quoted(word: string): string {
  const text = word.replaceAll("\0", "");
  if (PLAIN.test(text)) return text;
  if (text.search(UNPRINTABLE) < 0) return `'${text.replaceAll("'", `'"'"'`)}'`;
  const escaped = text.replaceAll("\\", "\\\\").replaceAll("'", "\\'");
  return `$'${escaped.replace(UNPRINTABLE, octal)}'`;
}

function octal(character: string): string {
  return Array.from(new TextEncoder().encode(character), (byte) => `\\${byte.toString(8).padStart(3, "0")}`).join("");
}
