import { Button } from "@mantine/core";
import { commonWords } from "../../language/common";
import { Inert } from "../../shared/Inert";
import { findingWords } from "./messages";
import type { Told } from "./useTriage";

/** What came of the last decision, with the way back where there is one. */
export function ToldBar({ told, close }: { told: Told | null; close: () => void }) {
  const words = findingWords();
  const common = commonWords();
  return (
    <div role="status" className={told === null ? undefined : `told${told.problem ? " problem" : ""}`}>
      {told !== null && (
        <>
          <Inert text={told.text} limit={1000} />
          {told.undo && <Button size="compact-sm" variant="default" onClick={told.undo}>{words.undo}</Button>}
          <Button size="compact-sm" variant="subtle" onClick={close}>{common.close}</Button>
        </>
      )}
    </div>
  );
}
