import { at } from "../api/address";
import { call } from "../api/client";

/** org.sallyport.api.rest.BrowserLoginView */
export interface LoginRequest {
  id: string;
  client: string;
  address: string;
  method: "loopback" | "device";
  key_fingerprint: string;
  created: string;
  expires: string;
}

interface Decided {
  redirect: string;
}

export const approveApi = {
  view: (id: string) => call<LoginRequest>("GET", at("/login-requests/{id}", { id })),
  find: (user_code: string) => call<LoginRequest>("POST", at("/login-requests/find"), { body: { user_code } }),
  approve: (id: string) => call<Decided>("POST", at("/login-requests/{id}/approve", { id })),
  deny: (id: string) => call<Decided>("POST", at("/login-requests/{id}/deny", { id })),
};
