import { Button, Group, Stack, Text, Title } from "@mantine/core";
import { Copy } from "../../shared/Copy";
import { profileWords } from "./messages";

/** Fresh recovery codes, which nobody can be shown again. */
export function RecoveryCodes({ codes, kept }: { codes: string[]; kept: () => void }) {
  const words = profileWords();
  const download = () => {
    const address = URL.createObjectURL(new Blob([`SecureStack, ${window.location.host}\n\n${codes.join("\n")}\n`], { type: "text/plain" }));
    const link = document.createElement("a");
    link.href = address;
    link.download = "securestack-recovery-codes.txt";
    link.click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  };
  return (
    <Stack gap="sm" role="region" aria-label={words.recovery}>
      <Title order={3} size="h5">{words.recovery}</Title>
      <Text size="sm">{words.recoveryWhy}</Text>
      <ul className="codes">{codes.map((code) => <li key={code}>{code}</li>)}</ul>
      <Group gap="xs">
        <Copy value={codes.join("\n")} label={words.copyAll} />
        <Button size="compact-xs" variant="default" onClick={download}>{words.download}</Button>
      </Group>
      <Group><Button onClick={kept}>{words.keptThem}</Button></Group>
    </Stack>
  );
}
