import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { afterEach, describe, expect, test } from "vitest";
import { catalogue, plural, speak, type Catalogue } from "./language";

const SOURCE = join(import.meta.dirname, "..");
const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" });

afterEach(() => speak("en"));

describe("a catalogue", () => {
  const words = catalogue(
    { title: "Scans", found: (count: number) => `${count} ${plural(count, "scan", "scans")}` },
    { title: "Scans (de)", found: (count) => `${count} ${plural(count, "Scan", "Scans")} (de)` },
  );

  test("speaks the chosen language", () => {
    expect(words.now().found(1)).toBe("1 scan");
    expect(words.now().found(2)).toBe("2 scans");
    speak("de");
    expect(words.now().title).toBe("Scans (de)");
    expect(words.now().found(2)).toBe("2 Scans (de)");
  });
});

type Tree = { [key: string]: unknown };

function* texts(words: Tree, path = ""): Generator<[string, unknown]> {
  for (const [key, value] of Object.entries(words)) {
    if (typeof value === "object" && value !== null) yield* texts(value as Tree, `${path}${key}.`);
    else yield [`${path}${key}`, value];
  }
}

describe("every catalogue", () => {
  const modules = import.meta.glob("../**/{messages,common}.ts", { eager: true }) as Record<string, Record<string, unknown>>;
  const catalogues = Object.entries(modules).flatMap(([file, exported]) =>
    Object.entries(exported).filter(([, value]) => typeof value === "function" && "all" in value).map(([name, value]) => [`${file} ${name}`, value as Catalogue<Tree>] as const),
  );

  test.each(catalogues)("%s has the same texts in every language, none of them empty", (_, { all }) => {
    const english = [...texts(all.en)];
    expect([...texts(all.de)].map(([path, value]) => [path, typeof value])).toEqual(english.map(([path, value]) => [path, typeof value]));
    for (const language of Object.values(all)) {
      for (const [path, value] of texts(language)) if (typeof value === "string") expect(value.trim(), path).not.toBe("");
    }
  });
});

describe("pages", () => {
  // Between tags, or in an attribute that people read or hear: a word there has escaped its catalogue.
  const LITERAL = /(?:>\s*[^<>{}()=;&|]*?\b[A-Za-z]{2,}\b[^<>{}()=;&|]*<\/[A-Za-z]|\b(?:label|placeholder|title|description|aria-label|alt)="[^"]*[A-Za-z]{2,})/;
  const ALLOWED = /SecureStack|<Kbd>|<code/;

  test.each(files.filter((file) => file.endsWith(".tsx")))("%s holds no words of its own", (file) => {
    const found = readFileSync(join(SOURCE, file), "utf8").split("\n").filter((line) => LITERAL.test(line) && !ALLOWED.test(line) && !line.trim().startsWith("//"));
    expect(found).toEqual([]);
  });
});
