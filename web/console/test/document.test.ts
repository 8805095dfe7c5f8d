import { describe, expect, it } from "vitest";
import { mayBy } from "../src/page/console";
import { menu } from "../src/page/menu";
import { partsOf } from "../src/page/problem";
import { newLock } from "../src/lock/target";
import { line } from "../src/node/line";
import { fromYaml, lineOf, toYaml } from "../src/resource/document";
import { diffLines } from "../src/resource/lines";

const ROLE = `kind: role
version: v1
metadata:
  name: dev
spec:
  allow:
    logins: [root]
    rules:
      - resources: [token]
        verbs: [list]
`;

describe("documents", () => {
  it("are told without the revision, which is the server's", () => {
    const yaml = toYaml({ kind: "role", version: "v1", metadata: { name: "dev", revision: 7 }, spec: { allow: {} } });
    expect(yaml).toBe("kind: role\nversion: v1\nmetadata:\n  name: dev\nspec:\n  allow: {}\n");
    expect(fromYaml(yaml)).toMatchObject({ ok: true, resource: { metadata: { name: "dev" } } });
  });

  it("have short lists on one line", () => {
    const spec = { allow: { logins: ["root", "ubuntu"], rules: [{ resources: ["token"], verbs: ["list", "*"] }] } };
    expect(toYaml({ kind: "role", version: "v1", metadata: { name: "dev" }, spec })).toBe(
      "kind: role\nversion: v1\nmetadata:\n  name: dev\nspec:\n  allow:\n    logins: [root, ubuntu]\n    rules:\n" +
        '      - resources: [token]\n        verbs: [list, "*"]\n',
    );
  });

  it("that cannot be read say at which line", () => {
    expect(fromYaml("kind: role\nspec: [\n")).toMatchObject({ ok: false });
    expect(fromYaml("just text")).toMatchObject({ ok: false, line: 1 });
    const read = fromYaml("kind: role\nkind: user\n");
    expect(read).toMatchObject({ ok: false, line: 2 });
  });

  it("have the line of which the server speaks", () => {
    expect(lineOf("spec.alow is not known here, line 6", ROLE, true)).toBe(6);
    // of JSON that was made from it the server's line says nothing
    expect(lineOf("spec.allow.logins must be a list, line 1", ROLE, false)).toBe(7);
    expect(lineOf("spec.allow.rules[0].verbs: 'x' is not known", ROLE, false)).toBe(10);
    expect(lineOf("something else", ROLE, false)).toBe(0);
  });

  it("are compared line by line", () => {
    expect(diffLines("a\nb\nc", "a\nx\nc\nd").map(({ sign, text }) => sign + text)).toEqual([
      " a",
      "-b",
      "+x",
      " c",
      "+d",
    ]);
    expect(diffLines("a\n", "a").every(({ sign }) => sign === " ")).toBe(true);
  });
});

describe("refusals", () => {
  it("have a layer, a cause and a remedy", () => {
    expect(partsOf("Auth Service: user 'ada' may not; ask an administrator")).toEqual({
      layer: "Auth Service",
      cause: "user 'ada' may not",
      remedy: "ask an administrator",
    });
    expect(partsOf("REST: no")).toEqual({ layer: "REST", cause: "no", remedy: "" });
  });

  it("are left as they are when nobody says who refused", () => {
    const words = "Keys work at lab; you opened the console elsewhere.";
    expect(partsOf(words)).toEqual({ layer: "", cause: words, remedy: "" });
  });
});

describe("what is shown", () => {
  const pages = (rights: Record<string, string[]>) => menu(mayBy(rights)).flatMap((group) => group.pages);

  it("is for everybody what is one's own", () => {
    expect(pages({})).toEqual(["nodes", "terminal", "sessions", "recordings", "access", "about", "account"]);
  });

  it("is more with rights, also with rights for some of a kind", () => {
    const rights = { event: ["list"], user: ["list*", "read*"], cert_authority: ["read"], cluster_config: ["read"] };
    expect(pages(rights)).toEqual(expect.arrayContaining(["audit", "users", "authorities", "settings"]));
    expect(pages(rights)).not.toContain("roles");
    expect(mayBy(rights)("update", "user")).toBe(false);
  });
});

describe("what is made here", () => {
  it("is a lock that says what is locked and until when", () => {
    const lock = newLock("mfa_device", "a/b", "lost", "2", Date.parse("2026-01-31T12:00:00Z"));
    expect(lock.metadata.name).toMatch(/^mfa-device-a-b-[a-z0-9]+$/);
    expect(lock.metadata.expires).toBe("2026-01-31T14:00:00.000Z");
    expect(lock.spec).toEqual({ target: { mfa_device: "a/b" }, message: "lost" });
    expect(newLock("user", "ada", "", "", 0).metadata).not.toHaveProperty("expires");
  });

  it("is one line for a new server", () => {
    const token = { name: "t", value: "secret", services: [], expires: "", ca_pins: ["sha256:a", "sha256:b"] };
    expect(line("lab:443", "web-1", token as never)).toBe(
      "sallyport-agent configure --proxy lab:443 --token secret --ca-pin sha256:a --ca-pin sha256:b --node-name web-1" +
        " --output /etc/sallyport.yaml && sallyport-agent start --config /etc/sallyport.yaml",
    );
  });
});
