import { toInstant } from "../page/time";

/** As typed; times are values of datetime-local fields. */
export interface AuditFilter {
  user: string;
  event: string;
  resource: string;
  session: string;
  text: string;
  from: string;
  to: string;
}

export const NO_FILTER: AuditFilter = { user: "", event: "", resource: "", session: "", text: "", from: "", to: "" };

export function parameters(filter: AuditFilter): Record<string, string> {
  return {
    user: filter.user.trim(),
    event: filter.event.trim(),
    resource: filter.resource.trim(),
    session: filter.session.trim(),
    text: filter.text.trim(),
    from: toInstant(filter.from),
    to: toInstant(filter.to),
  };
}

export function isEmpty(filter: AuditFilter): boolean {
  return Object.values(filter).every((value) => value.trim() === "");
}

/** From an address, where unknown names are ignored. */
export function fromQuery(query: Record<string, string>): AuditFilter {
  const known = Object.keys(NO_FILTER) as (keyof AuditFilter)[];
  return Object.fromEntries(known.map((name) => [name, query[name] ?? ""])) as unknown as AuditFilter;
}
