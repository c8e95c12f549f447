// Server-sent events read from a fetch, because EventSource cannot send an Authorization header.

export interface ServerEvent {
  event: string;
  data: string;
}

/** Takes the text of a stream as it comes and returns the events that are complete (WHATWG HTML, section 9.2). */
export class EventReader {
  #rest = "";
  #event = "";
  #data: string[] = [];

  push(chunk: string): ServerEvent[] {
    const lines = (this.#rest + chunk).split(/\r\n|\n|\r(?!$)/);
    this.#rest = lines.pop() ?? "";
    return lines.flatMap((line) => this.#line(line));
  }

  #line(line: string): ServerEvent[] {
    if (line === "") {
      const found = this.#data.length > 0 ? [{ event: this.#event || "message", data: this.#data.join("\n") }] : [];
      this.#event = "";
      this.#data = [];
      return found;
    }
    const colon = line.indexOf(":");
    const name = colon < 0 ? line : line.slice(0, colon);
    const value = colon < 0 ? "" : line.slice(colon + 1).replace(/^ /, "");
    if (name === "event") this.#event = value;
    if (name === "data") this.#data.push(value);
    return [];
  }
}

/** Yield the events of an answer until it ends. */
export async function* events(answer: Response): AsyncGenerator<ServerEvent> {
  if (answer.body === null) return;
  const decoder = new TextDecoder();
  const reader = new EventReader();
  const source = answer.body.getReader();
  try {
    for (;;) {
      const { done, value } = await source.read();
      if (done) return;
      yield* reader.push(decoder.decode(value, { stream: true }));
    }
  } finally {
    void source.cancel();
  }
}
