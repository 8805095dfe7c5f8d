import { describe, expect, it } from "vitest";
import { query } from "../src/api/client";
import { isEmpty, NO_FILTER, parameters } from "../src/audit/filter";
import { passwordHint, passwordReady } from "../src/invite/password";
import { qrPath } from "../src/invite/QrCode";
import { parseRoute } from "../src/page/route";
import { ago, toInstant } from "../src/page/time";

describe("routes", () => {
  it("takes the secret of an invite from the fragment", () => {
    expect(parseRoute("#/invite/ab%2Fc")).toEqual({ page: "invite", secret: "ab/c" });
    expect(parseRoute("#/invite/%zz")).toEqual({ page: "invite", secret: "%zz" });
  });

  it("leads everywhere else to a page that exists", () => {
    expect(parseRoute("#/audit")).toEqual({ page: "audit" });
    expect(parseRoute("")).toEqual({ page: "nodes" });
    expect(parseRoute("#/nope")).toEqual({ page: "nodes" });
  });
});

describe("times", () => {
  const now = Date.parse("2026-01-31T12:00:00Z");
  it.each([
    ["2026-01-31T12:00:05Z", "just now"],
    ["2026-01-31T11:59:55Z", "just now"],
    ["2026-01-31T11:59:30Z", "30 seconds ago"],
    ["2026-01-31T11:58:59Z", "1 minute ago"],
    ["2026-01-31T09:00:00Z", "3 hours ago"],
    ["2026-01-28T12:00:00Z", "3 days ago"],
  ])("%s is %s", (then, words) => expect(ago(then, now)).toBe(words));

  it("sends times of day in UTC and leaves out what is no time", () => {
    const local = "2026-01-31T12:00";
    expect(toInstant(local)).toBe(new Date(local).toISOString());
    expect(toInstant("")).toBe("");
    expect(toInstant("soon")).toBe("");
  });
});

describe("queries", () => {
  it("leaves out what is empty and escapes the rest", () => {
    expect(query({ a: "", b: "x y&z" })).toBe("?b=x+y%26z");
    expect(query({ a: "" })).toBe("");
  });

  it("trims filters", () => {
    expect(parameters({ ...NO_FILTER, user: " alice " })["user"]).toBe("alice");
    expect(isEmpty({ ...NO_FILTER, user: "  " })).toBe(true);
    expect(isEmpty({ ...NO_FILTER, from: "2026-01-31T12:00" })).toBe(false);
  });
});

describe("passwords", () => {
  it("says what is missing", () => {
    expect(passwordHint("short", "")).toContain("7 more");
    expect(passwordHint("long enough now", "another one")).toContain("differ");
    expect(passwordHint("x".repeat(129), "")).toContain("128");
    expect(passwordHint("", "")).toBe("");
  });

  it("is ready only when both are the same and long enough", () => {
    expect(passwordReady("", "")).toBe(false);
    expect(passwordReady("short", "short")).toBe(false);
    expect(passwordReady("long enough now", "")).toBe(false);
    expect(passwordReady("long enough now", "long enough now")).toBe(true);
  });
});

describe("QR code", () => {
  it("has the three finder patterns inside a quiet zone of four", () => {
    const { path, size } = qrPath("otpauth://totp/sallyport:alice?secret=JBSWY3DPEHPK3PXP");
    const dark = (x: number, y: number) => path.includes(`M${x} ${y}h1v1h-1z`);
    for (const [x, y] of [[4, 4], [size - 11, 4], [4, size - 11]] as const) {
      expect(dark(x, y)).toBe(true);
      expect(dark(x + 1, y + 1)).toBe(false);
      expect(dark(x + 3, y + 3)).toBe(true);
    }
    expect(dark(3, 4)).toBe(false);
  });
});
