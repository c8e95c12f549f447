import { NativeSelect, Stack, Text, Title, useMantineColorScheme, type MantineColorScheme } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { answered, api } from "../../client/client";
import { LANGUAGES, speak, useLanguage, type Language } from "../../language/language";
import { profileWords } from "./messages";

/** How the interface looks and speaks, in this browser; the language of mails follows. */
export function Appearance() {
  const words = profileWords();
  const spoken = useLanguage();
  const { colorScheme, setColorScheme } = useMantineColorScheme({ keepTransitions: true });
  const keep = useMutation({ mutationFn: (locale: Language) => answered(api.PATCH("/api/v1/auth/me", { body: { locale } })) });
  const choose = (next: Language) => {
    speak(next);
    keep.mutate(next);
  };
  return (
    <section className="panel">
      <Title order={2} size="h4">{words.appearance}</Title>
      <Text size="sm" c="dimmed" mb="sm">{words.appearanceWhy}</Text>
      <Stack gap="sm" maw={420}>
        <NativeSelect
          label={words.theme}
          value={colorScheme}
          onChange={(event) => setColorScheme(event.currentTarget.value as MantineColorScheme)}
          data={[
            { value: "auto", label: words.systemTheme },
            { value: "light", label: words.light },
            { value: "dark", label: words.dark },
          ]}
        />
        <NativeSelect
          label={words.language}
          description={words.languageWhy}
          value={spoken}
          onChange={(event) => choose(event.currentTarget.value as Language)}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        />
      </Stack>
    </section>
  );
}
