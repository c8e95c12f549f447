import { afterEach, expect, test } from "vitest";
import { speak } from "../../language/language";
import { bytes } from "./bytes";
import { administrationSearch } from "./search";

afterEach(() => speak("en"));

test.each([[0, "0 bytes"], [1, "1 byte"], [999, "999 bytes"], [1000, "1 kB"], [12_345_678, "12.3 MB"], [999_999, "1 MB"], [5e15, "5,000 TB"]])("%d bytes", (count, text) => {
  speak("en");
  expect(bytes(count)).toBe(text);
});

test("sizes follow the language", () => {
  speak("de");
  expect(bytes(12_345_678)).toBe("12,3 MB");
});

test("an address holds what is right in it only", () => {
  expect(administrationSearch({ part: "queue", text: 7, show: "nobody" })).toEqual({ part: "queue", text: "7", show: undefined });
  expect(administrationSearch({ part: "users", text: "" })).toEqual({ part: undefined, text: undefined, show: undefined });
});
