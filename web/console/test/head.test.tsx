import { cleanup, render, screen } from "@testing-library/react";
import { generateKeyPairSync, createHash, sign } from "node:crypto";
import { afterEach, describe, expect, it, vi } from "vitest";
import type { LogProof } from "../src/api/types";
import { headSigned, message, rawSignature } from "../src/audit/head-check";
import { check, type Checked, Verdict } from "../src/audit/Proof";
import { leaf, toHex } from "../src/audit/proof-check";

type Head = LogProof["head"];

const KEY = {
  cluster_id: "7b0c2f0e-6a52-4f0e-9a53-0a4d7d1e2b11",
  key_id: "edbbfdc067de4b3dffb3f19c6060f1d7fef5b3f7a98bdf38c6b36d2540ac2be9",
  public_key: `-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEPp9cvZLcLmTzVxdK10azyM8Ganz5
+1hYzEFT0QEI0p3VPOny/hsqnlBQECAqSzpuImmjTHKBtiOsoBZPXNta9Q==
-----END PUBLIC KEY-----
`,
};

/** Made by LogHeads of the server, one key for all; LogHeadsTest holds it to the second one. */
const HEADS: Head[] = [
  {
    ...KEY,
    size: 48210,
    time: "2026-03-01T12:00:00Z",
    root_hash: "f0e798851ade115d572686e1b49fc8177ff9b132daa7ae391b8a3f7df00dc215",
    signature: "MEUCIQDiYMCC2YQf6L0urK7CdMUKIetjUMcrYynE0zJyQjkmBQIgX0CjlVllSA1k9bHDW5a+YYbpjVeToRXagCrNMrLeLys=",
  },
  {
    ...KEY,
    size: 48211,
    time: "2026-03-01T12:00:00.123Z",
    root_hash: "c2ce6daed7d456868a58e8bf0bfab683e8a1ecca296e049b0a6047ba386d9e41",
    signature: "MEUCIAn1wu5Y1WXEOJe8U2as7Pyw27FA5OY0LXXnhTpxvh3DAiEAhknEQn+0fu64OS1fWqCDgFkr29WDZ+NL39XKhB+dI8g=",
  },
  {
    ...KEY,
    size: 48212,
    time: "2026-03-01T12:00:00.246Z",
    root_hash: "400b96e06682d6ab9798f71c6bcb9f1e6112c8befdc598841e660b7e3528ed76",
    signature: "MEUCIH2XzxH+fOXgbMuAV8sQgF7ZubXruWqQv8DkULwGbKXqAiEAs6Q6IUrhRzDyYBSUP3wh/0scvelcRktGHXsCexsNa7I=",
  },
];
const HEAD = HEADS[1] as Head;

const flippedBytes = (base64: string) => {
  const bytes = Buffer.from(base64, "base64");
  return [...bytes.keys()].map((at) => {
    const other = Buffer.from(bytes);
    other[at] = (other[at] ?? 0) ^ 1;
    return other.toString("base64");
  });
};

/** A key of node's own, and heads by it. */
function signer() {
  const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
  const der = publicKey.export({ type: "spki", format: "der" });
  const key = {
    key_id: createHash("sha256").update(der).digest("hex"),
    public_key: publicKey.export({ type: "spki", format: "pem" }).toString(),
  };
  return (head: Omit<Head, "signature" | "key_id" | "public_key">): Head => {
    const made = { ...head, ...key, signature: "" };
    return { ...made, signature: sign("sha256", message(made), privateKey).toString("base64") };
  };
}

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
});

describe("the signature of a head", () => {
  it("of the server is valid", async () => {
    for (const head of HEADS) {
      expect(await headSigned(head)).toBe("valid");
    }
  });

  it("of every shape is valid", async () => {
    // numbers with leading zeros and without: each way of writing them comes up among so many
    const signed = signer();
    const lengths = new Set<number>();
    for (let size = 1; size <= 300; size++) {
      const head = signed({ cluster_id: "Zürich", size, time: "2026-03-01T12:00:00.5Z", root_hash: "ab".repeat(32) });
      lengths.add(Buffer.from(head.signature, "base64").length);
      expect(await headSigned(head)).toBe("valid");
    }
    expect(lengths.size).toBeGreaterThan(2);
  });

  it("is not when a byte of anything is another", async () => {
    const digits = (text: string) => [...text].map((each, at) => text.slice(0, at) + (each === "0" ? "1" : "0") + text.slice(at + 1));
    const pem = (base64: string) => `-----BEGIN PUBLIC KEY-----\n${base64}\n-----END PUBLIC KEY-----\n`;
    const forged: Head[] = [
      ...digits(HEAD.cluster_id).map((cluster_id) => ({ ...HEAD, cluster_id })),
      ...digits(HEAD.root_hash).map((root_hash) => ({ ...HEAD, root_hash })),
      ...digits(HEAD.key_id).map((key_id) => ({ ...HEAD, key_id })),
      ...flippedBytes(HEAD.signature).map((signature) => ({ ...HEAD, signature })),
      ...flippedBytes(HEAD.public_key.replace(/-----[^-]+-----|\s/g, "")).map((key) => ({ ...HEAD, public_key: pem(key) })),
      ...[0, 1, 48210, 48212, 48211.5, 2 ** 52].map((size) => ({ ...HEAD, size })),
      ...["2026-03-01T12:00:00.124Z", "2026-03-01T12:00:00Z", "never"].map((time) => ({ ...HEAD, time })),
    ];
    for (const head of forged) {
      expect(await headSigned(head), JSON.stringify(head)).toBe("invalid");
    }
  });

  it("is not when it is another's, or written in another way", async () => {
    const other = signer()({ cluster_id: HEAD.cluster_id, size: HEAD.size, time: HEAD.time, root_hash: HEAD.root_hash });
    expect(await headSigned(other)).toBe("valid");
    expect(await headSigned({ ...HEAD, signature: other.signature })).toBe("invalid");
    expect(await headSigned({ ...HEAD, public_key: other.public_key })).toBe("invalid");
    expect(await headSigned({ ...HEAD, public_key: other.public_key, key_id: other.key_id })).toBe("invalid");
    for (const signature of ["", "!", "AAAA", `${HEAD.signature}AAAA`]) {
      expect(await headSigned({ ...HEAD, signature })).toBe("invalid");
    }
    expect(await headSigned({ ...HEAD, public_key: "-----BEGIN PUBLIC KEY-----\n-----END PUBLIC KEY-----" })).toBe("invalid");
    expect(rawSignature(Uint8Array.of(0x30, 6, 2, 1, 0x80, 2, 1, 1))).toBeUndefined();
    expect(rawSignature(Uint8Array.of(0x30, 7, 2, 2, 0, 1, 2, 1, 1))).toBeUndefined();
    expect(rawSignature(Uint8Array.of(0x30, 6, 2, 1, 3, 2, 1, 1))?.[31]).toBe(3);
  });

  it("is not told where the browser lacks the algorithm", async () => {
    const missing = Object.assign(new Error("no such curve"), { name: "NotSupportedError" });
    const digest = crypto.subtle.digest.bind(crypto.subtle);
    vi.stubGlobal("crypto", { subtle: { digest, importKey: () => Promise.reject(missing) } });
    expect(await headSigned(HEAD)).toBe("unsupported");
    vi.stubGlobal("crypto", {});
    const proof = { head: HEAD, entry: {}, path: [] } as unknown as LogProof;
    expect(await check(proof)).toMatchObject({ head: "unsupported", included: false });
  });
});

describe("what is said of a proof", () => {
  const CHECKED: Checked = { index: 4, size: 9, keyId: "ab12", included: true, head: "valid" };

  function told(checked: Checked) {
    const { container } = render(<Verdict checked={checked} />);
    const shown = container.textContent ?? "";
    const kind = /pf-m-(success|warning|danger)/.exec(container.innerHTML)?.[1];
    cleanup();
    return { kind, shown };
  }

  it("is a tick only for what was checked as a whole", () => {
    expect(told(CHECKED)).toMatchObject({ kind: "success", shown: expect.stringContaining("it came from this same server") });
    expect(told(CHECKED).shown).toContain("ab12");
    expect(told({ ...CHECKED, head: "invalid" })).toMatchObject({ kind: "danger", shown: expect.stringContaining("not signed by the key") });
    expect(told({ ...CHECKED, included: false }).kind).toBe("danger");
    expect(told({ ...CHECKED, head: "unsupported" })).toMatchObject({ kind: "warning", shown: expect.stringContaining("ECDSA") });
    expect(told({ ...CHECKED, head: "unsupported", included: false }).kind).toBe("warning");
    expect(screen.queryByText(/./)).toBeNull();
  });

  it("needs path and signature", async () => {
    const entry = { index: 0, kind: "event", id: "e", sequence: 1, time: "2026-03-01T12:00:00Z", row_hash: "ab".repeat(32) } as LogProof["entry"];
    const hash = createHash("sha256").update(Uint8Array.of(0)).update(leaf(entry)).digest();
    const head = signer()({ cluster_id: "c", size: 1, time: "2026-03-01T12:00:00Z", root_hash: toHex(hash) });
    expect(await check({ entry, head, path: [] })).toMatchObject({ included: true, head: "valid" });
    expect(await check({ entry: { ...entry, id: "f" }, head, path: [] })).toMatchObject({ included: false, head: "valid" });
    expect(await check({ entry, head: { ...head, size: 2 }, path: [] })).toMatchObject({ included: false, head: "invalid" });
  });
});
