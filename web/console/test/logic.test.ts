import { describe, expect, it } from "vitest";
import { query } from "../src/api/address";
import { isEmpty, NO_FILTER, parameters } from "../src/audit/filter";
import { passwordHint, passwordReady } from "../src/invite/password";
import { qrPath } from "../src/invite/QrCode";
import { href, parseRoute } from "../src/page/route";
import { ago, toInstant } from "../src/page/time";

describe("routes", () => {
  const at = (path: string, hash = "", search = "") => parseRoute(path, search, hash);

  it("takes the secret of an invite from the fragment", () => {
    expect(at("/", "#/invite/ab%2Fc")).toEqual({ page: "invite", secret: "ab/c" });
    expect(at("/", "#/invite/%zz")).toEqual({ page: "invite", secret: "%zz" });
  });

  it("has a path for every page and for what is shown there", () => {
    expect(at("/ui/audit")).toEqual({ page: "audit", id: "", query: {} });
    expect(at(href("roles", "a/b +"))).toEqual({ page: "roles", id: "a/b +", query: {} });
    expect(href("audit", "", { user: "ada", text: "" })).toBe("/ui/audit?user=ada");
    expect(at("/ui/audit", "", "?user=ada")).toEqual({ page: "audit", id: "", query: { user: "ada" } });
  });

  it("comes back from single sign-on to the page that was open", () => {
    expect(at("/", "#/recordings/abc")).toEqual({ page: "recordings", id: "abc", query: {} });
  });

  it("leads everywhere else to a page that exists", () => {
    expect(at("/")).toEqual({ page: "nodes", id: "", query: {} });
    expect(at("/ui/nope/x")).toEqual({ page: "nodes", id: "", query: {} });
    expect(at("/", "#/nope")).toEqual({ page: "nodes", id: "", query: {} });
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
