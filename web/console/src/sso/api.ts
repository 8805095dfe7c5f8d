import { at } from "../api/address";
import { call } from "../api/client";
import type { Connector, MfaAnswer, SsoTest, SsoUser, WhoAmI } from "../api/types";

export type { Connector };

export const ssoApi = {
  connectors: () => call<Connector[]>("GET", at("/sso")),
  users: () => call<SsoUser[]>("GET", at("/sso-users")),
  resetDevices: (connector: string, user: string, answer?: MfaAnswer) =>
    call<void>("DELETE", at("/sso-users/{connector}/{user}/mfa", { connector, user }), { answer }),
  startTest: (connector: string, body: { user?: string; password?: string }) =>
    call<SsoTest>("POST", at("/sso/{connector}/test", { connector }), { body }),
  test: (id: string) => call<SsoTest>("GET", at("/sso-tests/{id}", { id })),
  signIn: (connector: string, user: string, password: string) =>
    call<WhoAmI>("POST", at("/web/sso/{connector}", { connector }), { body: { user, password } }),
};

/** Where the browser leaves for; it comes back to the page that is open now. */
export function departure(connector: Connector, page: string): string {
  const step = connector.method === "negotiate" ? "negotiate" : "begin";
  const next = page.replace(/^(\/ui\/|#?\/?)/, "").replace(/^refused$/, "");
  const query = /^[A-Za-z0-9/_-]{1,200}$/.test(next) ? `?next=${next}` : "";
  return `/api/v1/sso/${encodeURIComponent(connector.name)}/${step}${query}`;
}
