import type { LogProof } from "../api/types";

const KINDS: Record<string, number> = { event: 1, certificate: 2 };

/** Whether the path leads from the entry to the head's root (RFC 9162 section 2.1.3.2, docs/protocol/transparency.md). */
export async function included({ entry, head, path }: LogProof): Promise<boolean> {
  let at = entry.index;
  let last = head.size - 1;
  if (at < 0 || at > last) {
    return false;
  }
  let hash = await sha256(joined(Uint8Array.of(0), leaf(entry)));
  for (const each of path) {
    if (last === 0) {
      return false;
    }
    const sibling = ofHex(each);
    if (at % 2 === 1 || at === last) {
      hash = await sha256(joined(Uint8Array.of(1), sibling, hash));
      while (at % 2 === 0 && at !== 0) {
        at = Math.floor(at / 2);
        last = Math.floor(last / 2);
      }
    } else {
      hash = await sha256(joined(Uint8Array.of(1), hash, sibling));
    }
    at = Math.floor(at / 2);
    last = Math.floor(last / 2);
  }
  return last === 0 && toHex(hash) === head.root_hash.toLowerCase();
}

export function leaf(entry: LogProof["entry"]): Uint8Array<ArrayBuffer> {
  const id = new TextEncoder().encode(entry.id);
  const numbers = new DataView(new ArrayBuffer(4 + 16));
  numbers.setInt32(0, id.length);
  numbers.setBigInt64(4, BigInt(entry.sequence));
  numbers.setBigInt64(12, micros(entry.time));
  const bytes = new Uint8Array(numbers.buffer);
  return joined(
    Uint8Array.of(1, KINDS[entry.kind] ?? 0),
    bytes.slice(0, 4),
    id,
    bytes.slice(4),
    ofHex(entry.row_hash ?? ""),
  );
}

/** Microseconds since 1970; Date knows milliseconds only. */
function micros(instant: string): bigint {
  const fraction = /\.(\d+)Z$/.exec(instant)?.[1] ?? "";
  const seconds = BigInt(Math.floor(Date.parse(instant) / 1000));
  return seconds * 1_000_000n + BigInt(fraction.padEnd(6, "0").slice(0, 6));
}

export async function sha256(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array<ArrayBuffer>> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

export function joined(...parts: Uint8Array[]): Uint8Array<ArrayBuffer> {
  const all = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    all.set(part, at);
    at += part.length;
  }
  return all;
}

export function ofHex(hex: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
