import { at } from "../api/address";
import { call } from "../api/client";
import type { LoginSession, MfaAnswer, SessionsEnded } from "../api/types";

export const accountApi = {
  sessions: (signal: AbortSignal) => call<LoginSession[]>("GET", at("/login-sessions"), { signal }),
  end: (id: string) => call<void>("DELETE", at("/login-sessions/{id}", { id })),
  endOthers: () => call<SessionsEnded>("DELETE", at("/login-sessions")),
  changePassword: (old_password: string, new_password: string, answer?: MfaAnswer) =>
    call<SessionsEnded>("PUT", at("/password"), { body: { old_password, new_password }, answer }),
};
