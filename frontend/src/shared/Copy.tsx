import { Button, CopyButton } from "@mantine/core";
import { commonWords } from "../language/common";

export function Copy({ value, label }: { value: string; label?: string }) {
  const words = commonWords();
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button size="compact-xs" variant="default" onClick={copy} aria-live="polite">{copied ? words.copied : (label ?? words.copy)}</Button>
      )}
    </CopyButton>
  );
}
