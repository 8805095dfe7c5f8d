import type { Call, Placeholders } from "./types";

/** The address of a call with its names filled in, each as one segment; a name left out does not compile. */
export function at<Path extends Call>(
  path: Path,
  ...names: [Placeholders<Path>] extends [never] ? [] : [Record<Placeholders<Path>, string>]
): string {
  const given = (names[0] ?? {}) as Record<string, string>;
  return path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(given[name] ?? ""));
}

/** Leaves out empty parameters. */
export function query(parameters: Record<string, string>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== "");
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}
