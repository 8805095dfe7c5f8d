import { at } from "../api/address";
import { call } from "../api/client";
import type { MfaAnswer, TokenCreated, TokenCreation } from "../api/types";

export const tokenApi = {
  create: (body: Partial<TokenCreation>, answer?: MfaAnswer) =>
    call<TokenCreated>("POST", at("/tokens"), { body, answer }),
};
