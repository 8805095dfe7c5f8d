import { at, query } from "../api/address";
import { call } from "../api/client";
import type { LiveSession, LiveSessionPage } from "../api/types";

export const sessionApi = {
  list: (filter: { user: string; node: string }, cursor: string, signal: AbortSignal) =>
    call<LiveSessionPage>("GET", at("/sessions") + query({ ...filter, cursor, limit: "50" }), { signal }),
  get: (id: string) => call<LiveSession>("GET", at("/sessions/{id}", { id })),
  end: (id: string, reason: string) => call<void>("DELETE", at("/sessions/{id}", { id }) + query({ reason })),
};
