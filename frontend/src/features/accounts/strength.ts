// How hard a password is to guess, roughly: a hint while typing. What is refused, the server decides.

export type Strength = "short" | "weak" | "fair" | "good" | "strong";
export const STRENGTHS: readonly Strength[] = ["short", "weak", "fair", "good", "strong"];

const CLASSES = [/[a-z]/, /[A-Z]/, /[0-9]/, /[^A-Za-z0-9]/];
const COMMON = /password|passwort|kennwort|geheim|welcome|willkommen|hallo|letmein|qwert[yz]|iloveyou|admin|dragon|monkey|football|secret/gi;
const YEAR = /(?:19|20)\d\d/g;

/** Signs that the one before gives away count for little: repeated ones, and runs such as `abcd` or `4321`. */
function surprising(text: string): number {
  let count = 0;
  let step = Number.NaN;
  for (let index = 0; index < text.length; index++) {
    const next = index === 0 ? Number.NaN : text.charCodeAt(index) - text.charCodeAt(index - 1);
    const foreseen = next === 0 || ((next === 1 || next === -1) && next === step);
    count += foreseen ? 0.2 : 1;
    step = next;
  }
  return count * Math.min(1, new Set(text).size / Math.min(8, text.length || 1));
}

/** `own` are words that whoever knows somebody would try first: their name, their address. */
export function strengthOf(password: string, shortest: number, own: readonly string[] = []): Strength {
  if ([...password].length < shortest) return "short";
  let rest = password.toLowerCase();
  for (const word of own.flatMap((text) => text.toLowerCase().split(/[\s@.]+/))) {
    if (word.length > 2) rest = rest.replaceAll(word, "*");
  }
  rest = rest.replace(COMMON, "*").replace(YEAR, "*");
  const kinds = CLASSES.filter((kind) => kind.test(password)).length;
  // English prose has about two bits a letter; random signs of several kinds have more.
  const bits = surprising(rest) * (1.7 + 0.5 * kinds);
  if (bits < 26) return "weak";
  if (bits < 42) return "fair";
  return bits < 66 ? "good" : "strong";
}
