import { at, query } from "../api/address";
import { call } from "../api/client";
import type { AuditEvent, LogProof, Page } from "../api/types";

export const auditApi = {
  list: (filter: Record<string, string>, cursor: string, signal: AbortSignal) =>
    call<Page<AuditEvent>>("GET", at("/audit") + query({ ...filter, cursor, limit: "50" }), { signal }),
  proof: (uid: string) => call<LogProof>("GET", at("/audit/log/proof") + query({ event: uid })),
};
