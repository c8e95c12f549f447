// Text of scanned sites where only plain text can stand: labels, titles, what is copied.
import { shortened, visiblePieces } from "../../shared/visible";

/** The text in one line with everything hidden shown by its name. */
export function visibleText(text: string, limit = 300): string {
  return visiblePieces(shortened(text, limit)).map((piece) => (piece.hidden ? `[${piece.text}]` : piece.text)).join("").replace(/\s+/g, " ");
}
