// Text from scanned sites may hold characters that hide or reorder what a person reads; these are shown as their names.

// Controls but tab and newline, bidi controls, zero-width and other invisible characters, halves of pairs.
const HIDDEN =
  /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;

export interface Piece {
  text: string;
  hidden: boolean;
}

/** Cut text into what can be seen and what cannot, the latter by name, such as U+202E. A CR before LF is left out. */
export function visiblePieces(text: string): Piece[] {
  const pieces: Piece[] = [];
  const clean = text.replaceAll("\r\n", "\n");
  let end = 0;
  for (const match of clean.matchAll(HIDDEN)) {
    if (match.index > end) pieces.push({ text: clean.slice(end, match.index), hidden: false });
    pieces.push({ text: codePointName(match[0]), hidden: true });
    end = match.index + match[0].length;
  }
  if (end < clean.length) pieces.push({ text: clean.slice(end), hidden: false });
  return pieces;
}

function codePointName(character: string): string {
  return `U+${(character.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`;
}

/** Cut text at a length, never within a pair. */
export function shortened(text: string, length: number): string {
  return text.length <= length ? text : `${text.slice(0, length).replace(/[\ud800-\udbff]$/u, "")}…`;
}

/** One line of text for where no markup goes: options, titles, labels. Long text is cut. */
export function plainText(text: string, limit = 200): string {
  return visiblePieces(shortened(text, limit)).map((piece) => (piece.hidden ? `[${piece.text}]` : piece.text)).join("");
}
