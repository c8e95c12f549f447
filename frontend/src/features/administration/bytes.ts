import { language } from "../../language/language";

const UNITS = ["byte", "kilobyte", "megabyte", "gigabyte", "terabyte"] as const;

/** A size as people read it, in steps of a thousand, such as "12.4 MB". */
export function bytes(count: number): string {
  let step = 0;
  let value = count;
  while (value >= 999.5 && step < UNITS.length - 1) {
    value /= 1000;
    step += 1;
  }
  return value.toLocaleString(language(), { style: "unit", unit: UNITS[step], unitDisplay: step === 0 ? "long" : "short", maximumFractionDigits: value < 100 && step > 0 ? 1 : 0 });
}
