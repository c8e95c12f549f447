import { Group, NativeSelect, Title } from "@mantine/core";
import type { ReactNode } from "react";
import { LANGUAGES, speak, useLanguage, type Language } from "../../language/language";
import { useTitle } from "../../shared/title";
import "./accounts.css";
import { accountWords } from "./messages";

/** The frame of the pages one sees before being logged in. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  const words = accountWords();
  const spoken = useLanguage();
  useTitle(title);
  return (
    <main className="entrance">
      <div>
        <Group justify="center" gap="xs" mb="lg">
          <img src="/icon.svg" alt="" width={32} height={32} />
          <span className="entrance-name">SecureStack</span>
        </Group>
        <div className="panel">
          <Title order={1} size="h4" mb="md">{title}</Title>
          {children}
        </div>
        <Group justify="center" mt="md">
          <NativeSelect
            aria-label={words.language}
            size="xs"
            variant="unstyled"
            value={spoken}
            onChange={(event) => speak(event.currentTarget.value as Language)}
            data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
          />
        </Group>
      </div>
    </main>
  );
}
