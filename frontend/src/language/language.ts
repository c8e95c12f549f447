// Which language the interface speaks, and the catalogues that hold its words: one a feature, each complete in every language.
import { useSyncExternalStore } from "react";

export const LANGUAGES = { en: "English", de: "Deutsch" } as const;
export type Language = keyof typeof LANGUAGES;

const KEY = "securestack.language";
const listeners = new Set<() => void>();
let chosen: Language = stored() ?? preferred();

function isLanguage(word: string | null | undefined): word is Language {
  return word !== null && word !== undefined && Object.hasOwn(LANGUAGES, word);
}

function stored(): Language | null {
  const word = globalThis.localStorage?.getItem(KEY);
  return isLanguage(word) ? word : null;
}

/** The first language of the browser that there is a catalogue for. */
function preferred(): Language {
  const words = (globalThis.navigator?.languages ?? []).map((tag) => tag.slice(0, 2).toLowerCase());
  return words.find(isLanguage) ?? "en";
}

/** The language now, for dates and numbers too. */
export function language(): Language {
  return chosen;
}

export function speak(next: Language): void {
  chosen = next;
  globalThis.localStorage?.setItem(KEY, next);
  globalThis.document?.documentElement.setAttribute("lang", next);
  for (const listener of listeners) listener();
}

export function useLanguage(): Language {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    language,
  );
}

/** A text is a word or a function of what it speaks of; another language must give the same kind for each. */
type Text = string | ((...values: never[]) => string);
type Translated<Words> = { [Key in keyof Words]: Words[Key] extends string ? string : Words[Key] extends Text ? Words[Key] : Translated<Words[Key]> };

export interface Catalogue<Words> {
  /** In a component: the words in the language of now, drawn again when it changes. */
  (): Words;
  /** Elsewhere: the words in the language of now. */
  now: () => Words;
  /** Every language, for the tests. */
  all: Record<Language, Words>;
}

/** The words of one feature. `tsc` refuses a language that lacks one. */
export function catalogue<const Words extends object>(en: Words, de: Translated<Words>): Catalogue<Translated<Words>> {
  const all = { en: en as unknown as Translated<Words>, de };
  return Object.assign(() => all[useLanguage()], { now: () => all[chosen], all });
}

/** The form of a word that a number asks for: `plural(3, "scan", "scans")`. */
export function plural(count: number, one: string, other: string): string {
  return new Intl.PluralRules(chosen).select(count) === "one" ? one : other;
}

/** A number as the language writes it. */
export function figure(value: number): string {
  return value.toLocaleString(chosen);
}
