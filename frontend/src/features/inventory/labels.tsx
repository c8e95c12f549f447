import type { Verdict } from "../../client/schema";
import { Inert } from "../../shared/Inert";
import { inventoryWords } from "./messages";

export function VerdictLabel({ verdict }: { verdict: Verdict }) {
  const words = inventoryWords();
  return <span className={`verdict ${verdict}`}>{words.verdicts[verdict]}</span>;
}

/** The way from the project to a package, one step below the other. */
export function Chain({ path, start }: { path: readonly string[]; start: string }) {
  return (
    <ol className="chain">
      {[start, ...path].map((step, depth) => (
        <li key={depth} ref={(element) => element?.style.setProperty("--depth", String(Math.min(depth, 8)))}>
          <span><Inert text={step} limit={300} /></span>
        </li>
      ))}
    </ol>
  );
}
