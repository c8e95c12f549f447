import { Button, NativeSelect, Text, type MantineColorScheme } from "@mantine/core";
import { LANGUAGES, speak, useLanguage, type Language } from "../language/language";
import { useLogOut, useMe, useTheme } from "./me";
import { shellWords } from "./messages";
import { plainText } from "../shared/visible";

/** Who is logged in, how the page looks and speaks, and the way out. */
export function Account() {
  const me = useMe();
  const words = shellWords();
  const spoken = useLanguage();
  const { colorScheme, setColorScheme } = useTheme();
  const logOut = useLogOut();
  return (
    <div className="account">
      <Text size="sm" className="who" truncate title={me.data?.email}>{me.data ? plainText(me.data.name) : " "}</Text>
      <div className="choices">
        <NativeSelect
          aria-label={words.theme}
          size="xs"
          value={colorScheme}
          onChange={(event) => setColorScheme(event.currentTarget.value as MantineColorScheme)}
          data={[
            { value: "auto", label: words.systemTheme },
            { value: "light", label: words.light },
            { value: "dark", label: words.dark },
          ]}
        />
        <NativeSelect
          aria-label={words.language}
          size="xs"
          value={spoken}
          onChange={(event) => speak(event.currentTarget.value as Language)}
          data={Object.entries(LANGUAGES).map(([value, label]) => ({ value, label }))}
        />
      </div>
      <Button variant="default" size="xs" onClick={() => void logOut()}>{words.logOut}</Button>
    </div>
  );
}
