import { at, query } from "../api/address";
import { call } from "../api/client";
import type { InviteCreated, MfaAnswer } from "../api/types";

export interface NewUser {
  name: string;
  roles: string[];
  traits: Record<string, string[]>;
  invite_ttl?: string;
}

export const userApi = {
  create: (body: NewUser, answer?: MfaAnswer) => call<InviteCreated>("POST", at("/users"), { body, answer }),
  invite: (name: string, ttl: string, answer?: MfaAnswer) =>
    call<InviteCreated>("POST", at("/users/{name}/invite", { name }) + query({ ttl }), { answer }),
  unlock: (name: string, answer?: MfaAnswer) => call<void>("DELETE", at("/users/{name}/lockout", { name }), { answer }),
};
