import { useState } from "react";
import { shortened, visiblePieces } from "./visible";

const SHOWN = 20_000;

/** Text that came from a scanned site or a file: never markup, nothing in it hidden, and not too much at once. */
export function Inert({ text, limit = SHOWN }: { text: string; limit?: number }) {
  const [whole, setWhole] = useState(false);
  const long = text.length > limit;
  return (
    <bdi className="inert">
      {visiblePieces(long && !whole ? shortened(text, limit) : text).map((piece, index) =>
        piece.hidden ? (
          <span key={index} className="hidden-character" title="A character that cannot be seen">
            {piece.text}
          </span>
        ) : (
          piece.text
        ),
      )}
      {long && limit >= SHOWN && (
        <button type="button" className="more" onClick={() => setWhole(!whole)}>
          {whole ? "Show less" : `Show all ${text.length.toLocaleString()} characters`}
        </button>
      )}
    </bdi>
  );
}
