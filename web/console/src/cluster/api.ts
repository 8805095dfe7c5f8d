import { at } from "../api/address";
import { call } from "../api/client";
import type { CaStatus, MfaAnswer, ServerHealth } from "../api/types";

export const clusterApi = {
  health: (signal: AbortSignal) => call<ServerHealth>("GET", at("/health"), { signal }),
  status: (signal: AbortSignal) => call<CaStatus[]>("GET", at("/authorities/status"), { signal }),
  rotate: (type: string, phase: string, answer?: MfaAnswer) =>
    call<CaStatus>("POST", at("/authorities/{type}/rotate", { type }), { body: { phase }, answer }),
  rollback: (type: string, answer?: MfaAnswer) =>
    call<CaStatus>("POST", at("/authorities/{type}/rollback", { type }), { answer }),
};
