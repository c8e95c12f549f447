// Times as people read them, in the viewer's zone and the language of the interface.
import { language, type Language } from "../language/language";

interface Formats {
  moment: Intl.DateTimeFormat;
  day: Intl.DateTimeFormat;
  ago: Intl.RelativeTimeFormat;
}
const made = new Map<Language, Formats>();

/** The region of the browser is kept where its language is the one spoken: 24 hours stay 24 hours. */
function formats(): Formats {
  const spoken = language();
  const known = made.get(spoken);
  if (known !== undefined) return known;
  const tag = globalThis.navigator?.languages?.find((candidate) => candidate.startsWith(spoken)) ?? spoken;
  const fresh = {
    moment: new Intl.DateTimeFormat(tag, { dateStyle: "medium", timeStyle: "short" }),
    day: new Intl.DateTimeFormat(tag, { dateStyle: "medium" }),
    ago: new Intl.RelativeTimeFormat(tag, { numeric: "auto" }),
  };
  made.set(spoken, fresh);
  return fresh;
}

const UNITS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 31_557_600],
  ["month", 2_629_800],
  ["week", 604_800],
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
];

export function moment(iso: string): string {
  return formats().moment.format(new Date(iso));
}

export function day(iso: string): string {
  return formats().day.format(new Date(iso));
}

/** Such as "3 hours ago" or "in 5 days". */
export function relative(iso: string, now = Date.now()): string {
  const seconds = (new Date(iso).getTime() - now) / 1000;
  for (const [unit, length] of UNITS) {
    if (Math.abs(seconds) >= length) return formats().ago.format(Math.trunc(seconds / length), unit);
  }
  return formats().ago.format(0, "second");
}

/** A span of time, such as "1 h 4 min" or "12 s". */
export function span(seconds: number): string {
  if (seconds < 60) return `${Math.max(0, Math.round(seconds))} s`;
  const minutes = Math.floor(seconds / 60);
  return minutes < 60 ? `${minutes} min ${Math.round(seconds % 60)} s` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}
