// The marked stretches of a proof. The server counts characters as code points; JavaScript counts halves of pairs too.

export interface Mark {
  part: string;
  start: number;
  end: number;
}

export interface Stretch {
  text: string;
  marked: boolean;
}

/** Cut text into marked and unmarked stretches; marks may overlap, and what lies outside the text is left out. */
export function stretches(text: string, marks: readonly Mark[], part: string): Stretch[] {
  const characters = /[\ud800-\udbff]/.test(text) ? Array.from(text) : null;
  const length = characters?.length ?? text.length;
  const slice = (start: number, end: number) => characters?.slice(start, end).join("") ?? text.slice(start, end);
  const wanted = marks
    .filter((mark) => mark.part === part && mark.start < length && mark.end > mark.start)
    .map((mark) => ({ start: Math.max(0, mark.start), end: Math.min(length, mark.end) }))
    .sort((one, other) => one.start - other.start);
  const found: Stretch[] = [];
  let place = 0;
  for (const { start, end } of wanted) {
    if (end <= place) continue;
    if (start > place) found.push({ text: slice(place, start), marked: false });
    found.push({ text: slice(Math.max(start, place), end), marked: true });
    place = end;
  }
  if (place < length) found.push({ text: slice(place, length), marked: false });
  return found;
}
