// Rows of a list that is read page after page: only the pages near what is looked at are held, all others can be read again.

export interface PageOfRows<Row> {
  items: Row[];
  next?: string | null;
}

export interface PagesOptions<Row> {
  load: (cursor: string | null, size: number, signal: AbortSignal) => Promise<PageOfRows<Row>>;
  size?: number;
  /** How many pages are held at most. */
  held?: number;
}

const SIZE = 100;
const HELD = 30;
const AHEAD = 1; // pages read before they are scrolled to

export class Pages<Row extends { id: string }> {
  readonly size: number;
  readonly madeAt = Date.now();
  error: unknown = null;
  /** The row that was chosen last, for coming back. */
  place = -1;
  #load: PagesOptions<Row>["load"];
  #held: number;
  #pages = new Map<number, Row[]>();
  #cursors: (string | null)[] = [null];
  #end: number | null = null; // how many rows there are, once the last page has been read
  #asked = new Map<number, AbortController>();
  #listeners = new Set<() => void>();
  #version = 0;
  #near = 0;

  constructor({ load, size = SIZE, held = HELD }: PagesOptions<Row>) {
    this.#load = load;
    this.size = size;
    this.#held = held;
  }

  subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  version = (): number => this.#version;

  get isEmpty(): boolean {
    return this.#end === 0;
  }

  get hasBegun(): boolean {
    return this.#cursors.length > 1 || this.#end !== null;
  }

  get isComplete(): boolean {
    return this.#end !== null;
  }

  /** How many rows have been read so far, whether they are still held or not. */
  get known(): number {
    return this.#end ?? (this.#cursors.length - 1) * this.size;
  }

  /** How many rows can be scrolled to: those read, and room for a page that is on its way. */
  get length(): number {
    return this.#end ?? (this.hasBegun ? this.known + this.size : 0);
  }

  /** How many rows are in memory. */
  get held(): number {
    let count = 0;
    for (const page of this.#pages.values()) count += page.length;
    return count;
  }

  row(index: number): Row | undefined {
    return this.#pages.get(Math.floor(index / this.size))?.[index % this.size];
  }

  indexOf(id: string): number {
    for (const [number, page] of this.#pages) {
      const place = page.findIndex((row) => row.id === id);
      if (place >= 0) return number * this.size + place;
    }
    return -1;
  }

  /** Read the pages of these rows, and the one after them, where they are not held. */
  want(first: number, last: number): void {
    const from = Math.max(0, Math.floor(first / this.size));
    const to = Math.floor(Math.max(0, last) / this.size) + AHEAD;
    this.#near = Math.floor((from + to) / 2);
    for (const [number, controller] of this.#asked) if (number < from - 1 || number > to + 1) controller.abort();
    if (this.error !== null) return;
    for (let number = from; number <= to; number += 1) this.#ask(number);
  }

  retry(): void {
    this.error = null;
    this.#tell();
  }

  /** Show changes without reading anything again. */
  patch(changes: ReadonlyMap<string, Partial<Row>>): void {
    for (const [number, page] of this.#pages) {
      if (page.some((row) => changes.has(row.id))) this.#pages.set(number, page.map((row) => (changes.has(row.id) ? { ...row, ...changes.get(row.id) } : row)));
    }
    this.#tell();
  }

  stop(): void {
    for (const controller of this.#asked.values()) controller.abort();
  }

  #ask(number: number): void {
    const cursor = this.#cursors[number];
    if (cursor === undefined || this.#pages.has(number) || this.#asked.has(number)) return;
    if (this.#end !== null && number * this.size >= this.#end) return;
    const controller = new AbortController();
    this.#asked.set(number, controller);
    void this.#load(cursor, this.size, controller.signal).then(
      (page) => {
        if (this.#asked.get(number) === controller) this.#take(number, page);
      },
      (error: unknown) => {
        if (this.#asked.get(number) === controller) this.#asked.delete(number);
        if (controller.signal.aborted) return;
        this.error = error;
        this.#tell();
      },
    );
  }

  #take(number: number, page: PageOfRows<Row>): void {
    this.#asked.delete(number);
    this.#pages.set(number, page.items);
    if (this.#cursors.length === number + 1) {
      if (page.next) this.#cursors.push(page.next);
      else this.#end = number * this.size + page.items.length;
    }
    this.#forgetFarthest();
    this.#tell();
  }

  #forgetFarthest(): void {
    while (this.#pages.size > this.#held) {
      let farthest = this.#near;
      for (const number of this.#pages.keys()) if (Math.abs(number - this.#near) > Math.abs(farthest - this.#near)) farthest = number;
      if (farthest === this.#near) return;
      this.#pages.delete(farthest);
    }
  }

  #tell(): void {
    this.#version += 1;
    for (const listener of this.#listeners) listener();
  }
}
