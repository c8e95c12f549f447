import { Button } from "@mantine/core";
import { lookAgain, useConnectionLost } from "../shared/connection";
import { shellWords } from "./messages";

/** Says at the top of every page that the server cannot be reached, until it can. */
export function LostConnection() {
  const lost = useConnectionLost();
  const words = shellWords().lost;
  return (
    <div role="status" className={lost ? "lost" : undefined}>
      {lost && (
        <>
          <span><strong>{words.title}</strong> {words.why}</span>
          <Button size="compact-sm" variant="default" onClick={() => void lookAgain()}>{words.now}</Button>
        </>
      )}
    </div>
  );
}
