import { Group, Title } from "@mantine/core";
import type { ReactNode } from "react";

/** The frame of the pages one sees before being logged in. */
export function Entrance({ title, children }: { title: string; children: ReactNode }) {
  return (
    <main className="entrance">
      <div>
        <Group justify="center" gap="xs" mb="lg">
          <img src="/icon.svg" alt="" width={32} height={32} />
          <Title order={2} size="h3">SecureStack</Title>
        </Group>
        <div className="panel">
          <Title order={1} size="h4" mb="md">{title}</Title>
          {children}
        </div>
      </div>
    </main>
  );
}
