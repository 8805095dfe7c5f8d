import { at, query } from "../api/address";
import { call } from "../api/client";
import type { LiveSessionPage } from "../api/types";

export const sessionApi = {
  list: (filter: { user: string; node: string }, cursor: string, signal: AbortSignal) =>
    call<LiveSessionPage>("GET", at("/sessions") + query({ ...filter, cursor, limit: "50" }), { signal }),
  end: (id: string, reason: string) => call<void>("DELETE", at("/sessions/{id}", { id }) + query({ reason })),
};
