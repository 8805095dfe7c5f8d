import { call } from "../api/client";
import type { WhoAmI } from "../api/types";

/** org.sallyport.api.rest.ConnectorView */
export interface Connector {
  name: string;
  display: string;
  protocol: string;
  method: "redirect" | "password" | "negotiate";
}

export const ssoApi = {
  connectors: () => call<Connector[]>("GET", "/sso"),
  signIn: (connector: string, user: string, password: string) =>
    call<WhoAmI>("POST", `/web/sso/${encodeURIComponent(connector)}`, { user, password }),
};

/** Where the browser leaves for; it comes back to the page that is open now. */
export function departure(connector: Connector, hash: string): string {
  const step = connector.method === "negotiate" ? "negotiate" : "begin";
  const next = hash.replace(/^#\/?/, "").replace(/^refused$/, "");
  const query = /^[A-Za-z0-9/_-]{1,200}$/.test(next) ? `?next=${next}` : "";
  return `/api/v1/sso/${encodeURIComponent(connector.name)}/${step}${query}`;
}
