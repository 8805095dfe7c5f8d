import type { Resource } from "../api/types";
import { text } from "./text";

export type Part = keyof typeof text.parts;

export interface LockSpec {
  target: Partial<Record<Part, string>>;
  message?: string;
}

export function describe(target: LockSpec["target"]): string {
  return (Object.keys(text.parts) as Part[])
    .filter((part) => target[part])
    .map((part) => `${text.parts[part]} ${target[part] ?? ""}`)
    .join(", ");
}

/** Names of locks are for administrators; what is locked makes one that can be told apart. */
export function newLock(
  part: Part,
  value: string,
  message: string,
  hours: string,
  now: number,
): Resource<Record<string, unknown>> {
  const plain = value.replace(/[^A-Za-z0-9._-]/g, "-").slice(0, 60);
  return {
    kind: "lock",
    version: "v1",
    metadata: {
      name: `${part.replace("_", "-")}-${plain}-${now.toString(36)}`,
      ...(hours !== "" && { expires: new Date(now + Number(hours) * 3_600_000).toISOString() }),
    },
    spec: { target: { [part]: value }, ...(message !== "" && { message }) },
  };
}
