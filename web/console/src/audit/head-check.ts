import type { LogProof } from "../api/types";
import { joined, ofHex, sha256, toHex } from "./proof-check";

export type HeadCheck = "valid" | "invalid" | "unsupported";

const CONTEXT = "sallyport log head v1\0";
const CURVE = { name: "ECDSA", namedCurve: "P-256" } as const;
/** Of each of the two numbers of a signature on P-256. */
const NUMBER = 32;

/** Whether the head is signed by the key that it names (docs/protocol/transparency.md); whose key that is, it cannot tell. */
export async function headSigned(head: LogProof["head"]): Promise<HeadCheck> {
  let der: Uint8Array<ArrayBuffer>;
  let signature: Uint8Array<ArrayBuffer> | undefined;
  let signed: Uint8Array<ArrayBuffer>;
  try {
    der = ofPem(head.public_key);
    signature = rawSignature(ofBase64(head.signature));
    signed = message(head);
  } catch {
    return "invalid";
  }
  if (signature === undefined || toHex(await sha256(der)) !== head.key_id) {
    return "invalid";
  }
  try {
    const key = await crypto.subtle.importKey("spki", der, CURVE, false, ["verify"]);
    return (await crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, signature, signed)) ? "valid" : "invalid";
  } catch (failure) {
    return (failure as Error).name === "NotSupportedError" ? "unsupported" : "invalid";
  }
}

/** What is signed. */
export function message(head: LogProof["head"]): Uint8Array<ArrayBuffer> {
  if (!/^[0-9a-f]{64}$/i.test(head.root_hash)) {
    throw new Error("not a root");
  }
  const cluster = new TextEncoder().encode(head.cluster_id);
  const length = new DataView(new ArrayBuffer(4));
  length.setInt32(0, cluster.length);
  const numbers = new DataView(new ArrayBuffer(16));
  numbers.setBigInt64(0, BigInt(head.size));
  numbers.setBigInt64(8, BigInt(Date.parse(head.time)));
  return joined(
    new TextEncoder().encode(CONTEXT),
    new Uint8Array(length.buffer),
    cluster,
    new Uint8Array(numbers.buffer),
    ofHex(head.root_hash),
  );
}

/** WebCrypto wants the two numbers side by side, where Java and OpenSSL write them in DER. */
export function rawSignature(der: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  if (der[0] !== 0x30 || der[1] !== der.length - 2) {
    return undefined;
  }
  const r = integer(der, 2);
  const s = r && integer(der, r.end);
  if (r === undefined || s === undefined || s.end !== der.length) {
    return undefined;
  }
  return joined(r.bytes, s.bytes);
}

/** A positive INTEGER in its only form, filled up to its size. */
function integer(der: Uint8Array, at: number): { bytes: Uint8Array; end: number } | undefined {
  const length = der[at + 1] ?? 0;
  const end = at + 2 + length;
  const bytes = der.slice(at + 2, end);
  const [first = 0x80, second = 0] = bytes;
  const padded = first === 0 && bytes.length > 1;
  if (der[at] !== 0x02 || bytes.length !== length || first >= 0x80 || (padded && second < 0x80)) {
    return undefined;
  }
  const digits = padded ? bytes.slice(1) : bytes;
  return digits.length > NUMBER ? undefined : { bytes: joined(new Uint8Array(NUMBER - digits.length), digits), end };
}

function ofPem(pem: string): Uint8Array<ArrayBuffer> {
  const body = /^-----BEGIN PUBLIC KEY-----([A-Za-z0-9+/=\s]+)-----END PUBLIC KEY-----\s*$/.exec(pem)?.[1];
  if (body === undefined) {
    throw new Error("not a public key");
  }
  return ofBase64(body.replace(/\s/g, ""));
}

function ofBase64(text: string): Uint8Array<ArrayBuffer> {
  return Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
}
