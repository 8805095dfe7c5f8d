import { at, query } from "../api/address";
import { call } from "../api/client";
import type { AccessExplanation, WhatCan, WhoCan } from "../api/types";

export const accessApi = {
  explain: (user: string, action: string, resource: string) =>
    call<AccessExplanation>("GET", at("/access/explain") + query({ user, action, resource })),
  whoCan: (action: string, resource: string) => call<WhoCan>("GET", at("/access/who-can") + query({ action, resource })),
  whatCan: (user: string) => call<WhatCan>("GET", at("/access/what-can") + query({ user })),
};
