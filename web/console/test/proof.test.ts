import { describe, expect, it } from "vitest";
import type { LogProof } from "../src/api/types";
import { included, leaf, toHex } from "../src/audit/proof-check";

const digest = async (...parts: Uint8Array[]) => {
  const all = Uint8Array.from(parts.flatMap((part) => [...part]));
  return new Uint8Array(await crypto.subtle.digest("SHA-256", all));
};

const entry = (index: number): LogProof["entry"] => ({
  index,
  kind: "event",
  id: `0b0f7c1e-4d21-4a53-9f0a-3f6b6f1d2c5${index}`,
  sequence: index + 10,
  time: "2026-03-01T12:00:00.123456Z",
  row_hash: "ab".repeat(32),
});

/** Three leaves: ((0, 1), 2). */
async function proofs(): Promise<LogProof[]> {
  const leaves = await Promise.all([0, 1, 2].map((index) => digest(Uint8Array.of(0), leaf(entry(index)))));
  const [a, b, c] = leaves as [Uint8Array, Uint8Array, Uint8Array];
  const left = await digest(Uint8Array.of(1), a, b);
  const root = await digest(Uint8Array.of(1), left, c);
  const head = { root_hash: toHex(root), size: 3 } as LogProof["head"];
  return [
    { entry: entry(0), head, path: [toHex(b), toHex(c)] },
    { entry: entry(1), head, path: [toHex(a), toHex(c)] },
    { entry: entry(2), head, path: [toHex(left)] },
  ];
}

describe("proof of inclusion", () => {
  it("leads from each entry to the root", async () => {
    for (const proof of await proofs()) {
      expect(await included(proof)).toBe(true);
    }
  });

  it("does not when anything is another", async () => {
    const [first, second] = (await proofs()) as [LogProof, LogProof];
    expect(await included({ ...first, entry: { ...first.entry, sequence: 99 } })).toBe(false);
    expect(await included({ ...first, entry: { ...first.entry, time: "2026-03-01T12:00:00.123457Z" } })).toBe(false);
    expect(await included({ ...first, path: second.path })).toBe(false);
    expect(await included({ ...first, path: first.path.slice(1) })).toBe(false);
    expect(await included({ ...first, path: [...first.path, "00".repeat(32)] })).toBe(false);
    expect(await included({ ...first, entry: { ...first.entry, index: 3 } })).toBe(false);
  });
});
