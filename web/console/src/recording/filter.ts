import { toInstant } from "../page/time";

/** As typed; times are values of datetime-local fields. */
export interface RecordingFilter {
  user: string;
  node: string;
  text: string;
  state: string;
  from: string;
  to: string;
}

export const NO_FILTER: RecordingFilter = { user: "", node: "", text: "", state: "", from: "", to: "" };

/** From an address, where unknown names are ignored. */
export function fromQuery(query: Record<string, string>): RecordingFilter {
  const known = Object.keys(NO_FILTER) as (keyof RecordingFilter)[];
  return Object.fromEntries(known.map((name) => [name, query[name] ?? ""])) as unknown as RecordingFilter;
}

export function parameters(filter: RecordingFilter): Record<string, string> {
  return {
    user: filter.user.trim(),
    node: filter.node.trim(),
    text: filter.text.trim(),
    state: filter.state,
    from: toInstant(filter.from),
    to: toInstant(filter.to),
  };
}
