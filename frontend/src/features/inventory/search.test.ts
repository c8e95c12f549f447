import { describe, expect, test } from "vitest";
import { isFiltered, packageQuery, packageSearch } from "./search";

describe("the address of a list of packages", () => {
  test("keeps what is right and leaves the rest", () => {
    expect(packageSearch({ search: "mini", vulnerable: true, severity: "high", verdict: "deny", sort: "-name", direct: "maybe", colour: "red" })).toEqual({
      search: "mini",
      ecosystem: undefined,
      manifest: undefined,
      vulnerable: true,
      severity: "high",
      direct: undefined,
      licence: undefined,
      verdict: "deny",
      sort: "-name",
    });
    expect(packageSearch({ sort: "password" }).sort).toBeUndefined();
    expect(packageSearch({ search: "x".repeat(2_000) }).search).toBeUndefined();
    expect(packageSearch({ search: 7 }).search).toBe("7");
  });

  test("asks the API for a file of a target by both", () => {
    const query = packageQuery({ manifest: "0190 web/my lock.json", ecosystem: "npm" });
    expect([query.target_id, query.manifest, query.ecosystem]).toEqual(["0190", "web/my lock.json", ["npm"]]);
    expect(packageQuery({}).manifest).toBeUndefined();
  });

  test("an order is no filter", () => {
    expect(isFiltered(packageSearch({ sort: "name" }))).toBe(false);
    expect(isFiltered(packageSearch({ direct: false }))).toBe(true);
  });
});
