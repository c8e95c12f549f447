import type { ReactNode } from "react";
import { Inert } from "./Inert";

/** The little Markdown of rules: paragraphs, bullets and `code`. Everything else is shown as it is written. */
export function Markdown({ text }: { text: string }) {
  return <div className="prose">{text.trim().split(/\n\s*\n/).map(block)}</div>;
}

function block(text: string, key: number): ReactNode {
  const fence = /^```[^\n]*\n([\s\S]*?)\n?```$/.exec(text.trim());
  if (fence) return <pre className="proof" key={key}><Inert text={fence[1] ?? ""} /></pre>;
  const lines = text.split("\n");
  if (!lines.every((line) => /^(?:[-*] |\s)/.test(line)) || !/^[-*] /.test(lines[0] ?? "")) {
    return <p key={key}>{inline(lines.join(" "))}</p>;
  }
  const items = text.split(/^[-*] /m).filter((item) => item.trim() !== "");
  return <ul key={key}>{items.map((item, index) => <li key={index}>{inline(item.replace(/\s+/g, " "))}</li>)}</ul>;
}

function inline(text: string): ReactNode[] {
  return text.split(/(`[^`]+`)/).map((piece, index) =>
    piece.length > 2 && piece.startsWith("`") ? <code key={index}><Inert text={piece.slice(1, -1)} /></code> : <Inert key={index} text={piece} />,
  );
}
