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

const path = (id: string) => `/login-requests/${encodeURIComponent(id)}`;

export const approveApi = {
  view: (id: string) => call<LoginRequest>("GET", path(id)),
  find: (user_code: string) => call<LoginRequest>("POST", "/login-requests/find", { user_code }),
  approve: (id: string) => call<Decided>("POST", `${path(id)}/approve`),
  deny: (id: string) => call<Decided>("POST", `${path(id)}/deny`),
};
