import { Button, CopyButton } from "@mantine/core";

export function Copy({ value, label = "Copy" }: { value: string; label?: string }) {
  return (
    <CopyButton value={value}>
      {({ copied, copy }) => (
        <Button size="compact-xs" variant="default" onClick={copy} aria-live="polite">{copied ? "Copied" : label}</Button>
      )}
    </CopyButton>
  );
}
