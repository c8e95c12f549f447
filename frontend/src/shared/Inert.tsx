import { useState } from "react";
import { catalogue, figure } from "../language/language";
import { shortened, visiblePieces } from "./visible";

const SHOWN = 20_000;

const inertWords = catalogue(
  { hidden: "A character that cannot be seen", less: "Show less", all: (count: number) => `Show all ${figure(count)} characters` },
  { hidden: "Ein Zeichen, das man nicht sieht", less: "Weniger zeigen", all: (count) => `Alle ${figure(count)} Zeichen zeigen` },
);

/** Text that came from a scanned site or a file: never markup, nothing in it hidden, and not too much at once. */
export function Inert({ text, limit = SHOWN }: { text: string; limit?: number }) {
  const [whole, setWhole] = useState(false);
  const words = inertWords();
  const long = text.length > limit;
  return (
    <bdi className="inert">
      {visiblePieces(long && !whole ? shortened(text, limit) : text).map((piece, index) =>
        piece.hidden ? (
          <span key={index} className="hidden-character" title={words.hidden}>
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
      {long && limit >= SHOWN && (
        <button type="button" className="more" onClick={() => setWhole(!whole)}>
          {whole ? words.less : words.all(text.length)}
        </button>
      )}
    </bdi>
  );
}
