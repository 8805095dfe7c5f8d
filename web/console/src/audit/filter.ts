import { toInstant } from "../page/time";

/** As typed; times are values of datetime-local fields. */
export interface AuditFilter {
  user: string;
  event: string;
  resource: string;
  text: string;
  from: string;
  to: string;
}

export const NO_FILTER: AuditFilter = { user: "", event: "", resource: "", text: "", from: "", to: "" };

export function parameters(filter: AuditFilter): Record<string, string> {
  return {
    user: filter.user.trim(),
    event: filter.event.trim(),
    resource: filter.resource.trim(),
    text: filter.text.trim(),
    from: toInstant(filter.from),
    to: toInstant(filter.to),
  };
}

export function isEmpty(filter: AuditFilter): boolean {
  return Object.values(filter).every((value) => value.trim() === "");
}
