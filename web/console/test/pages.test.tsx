import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/App";
import { details } from "../src/audit/EventDetails";
import { EventTable } from "../src/audit/EventTable";
import type { AuditEvent } from "../src/api/types";
import { ALICE, CLUSTER, problem, serve } from "./server";

const OUT = problem(200, "NOT_LOGGED_IN", 401, "REST: this call needs a login session");
const NODE = {
  host_id: "h1",
  name: "db-1",
  labels: { env: "prod" },
  services: ["ssh"],
  version: "0.1.0",
  online: true,
  last_seen: new Date().toISOString(),
};
const INVITE = {
  user: "bob",
  expires: "2026-01-31T12:00:00Z",
  totp_uri: "otpauth://totp/lab:bob?secret=JBSWY3DPEHPK3PXP",
  totp_secret: "JBSWY3DPEHPK3PXP",
  cluster_name: "lab",
  passkeys: false,
};

const CREATION = {
  challenge: "AQ",
  rp_id: "localhost",
  rp_name: "Sallyport lab",
  user_handle: "Ym9i",
  user_name: "bob",
  algorithms: [-7],
  exclude: [],
  passwordless: true,
  timeout_millis: 60000,
};

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
  history.replaceState(null, "", "/");
});

async function signIn(code: string) {
  await userEvent.type(await screen.findByLabelText(/^User/), "alice");
  await userEvent.type(screen.getByLabelText(/^Password/), "a long password");
  await userEvent.type(screen.getByLabelText(/^Code/), code);
  await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
}

describe("sign in", () => {
  it("leads to the nodes", async () => {
    const asked = serve({
      "GET /whoami": OUT,
      "GET /ping": CLUSTER,
      "POST /web/session": { body: ALICE },
      "GET /nodes": { body: { items: [NODE], next_cursor: "" } },
    });
    render(<App />);
    expect(await screen.findByText("Cluster lab")).toBeTruthy();
    await signIn("123 456");
    expect(await screen.findByText("db-1")).toBeTruthy();
    expect(screen.getByText("env=prod")).toBeTruthy();
    expect(screen.getByText("1 of 1 online")).toBeTruthy();
    expect(asked.find((each) => each.path === "/web/session")?.body).toEqual({
      user: "alice",
      password: "a long password",
      totp: "123456",
    });
  });

  it("says in the server's words why it failed, and asks for a new code only", async () => {
    serve({
      "GET /whoami": OUT,
      "GET /ping": CLUSTER,
      "POST /web/session": problem(201, "BAD_CREDENTIALS", 401, "user, password or code is wrong"),
    });
    render(<App />);
    await signIn("123456");
    expect((await screen.findByRole("alert")).textContent).toContain("user, password or code is wrong");
    expect((screen.getByLabelText(/^Code/) as HTMLInputElement).value).toBe("");
    expect((screen.getByLabelText(/^Password/) as HTMLInputElement).value).toBe("a long password");
    expect(document.activeElement?.id).toBe("code");
  });

  it("takes a recovery code in place of a device", async () => {
    const asked = serve({
      "GET /whoami": OUT,
      "GET /ping": CLUSTER,
      "POST /web/session": { body: ALICE },
      "GET /nodes": { body: { items: [NODE], next_cursor: "" } },
    });
    render(<App />);
    await userEvent.click(await screen.findByRole("button", { name: "Use a recovery code" }));
    await userEvent.type(screen.getByLabelText(/^User/), "alice");
    await userEvent.type(screen.getByLabelText(/^Password/), "a long password");
    await userEvent.type(screen.getByLabelText(/^Recovery code/), "aaaa-bbbb");
    await userEvent.click(screen.getByRole("button", { name: "Sign in" }));
    expect(await screen.findByText("db-1")).toBeTruthy();
    expect(asked.find((each) => each.path === "/web/session")?.body).toEqual({
      user: "alice",
      password: "a long password",
      recovery_code: "aaaa-bbbb",
    });
  });

  it("says so when the account has no security key", async () => {
    serve({
      "GET /whoami": OUT,
      "GET /ping": CLUSTER,
      "POST /login/challenge": { body: { kinds: ["totp"], recovery_codes: false, notice: "" } },
    });
    render(<App />);
    await userEvent.type(await screen.findByLabelText(/^User/), "alice");
    await userEvent.type(screen.getByLabelText(/^Password/), "a long password");
    await userEvent.click(screen.getByRole("button", { name: "Use a security key instead of a code" }));
    expect((await screen.findByRole("alert")).textContent).toContain("No security key is registered");
  });

  it("comes back when the session ends while a page is open", async () => {
    serve({ "GET /whoami": { body: ALICE }, "GET /ping": CLUSTER, "GET /nodes": OUT });
    render(<App />);
    expect(await screen.findByText(/Your session is over/)).toBeTruthy();
  });

  it("is left by signing out", async () => {
    const asked = serve({
      "GET /whoami": { body: ALICE },
      "GET /ping": CLUSTER,
      "GET /nodes": { body: { items: [NODE], next_cursor: "" } },
      "DELETE /session": { status: 204 },
    });
    render(<App />);
    await userEvent.click(await screen.findByRole("button", { name: "Sign out" }));
    expect(await screen.findByText("You are signed out.")).toBeTruthy();
    expect(asked.some((each) => each.method === "DELETE")).toBe(true);
  });
});

describe("account", () => {
  const DEVICES = {
    devices: [
      { id: "d1", kind: "totp", name: "phone", added: "2026-01-01T12:00:00Z", passwordless: false, usable: true },
      {
        id: "d2",
        kind: "webauthn",
        name: "old key",
        added: "2026-01-02T12:00:00Z",
        passwordless: false,
        rp_id: "old.example",
        usable: false,
      },
    ],
    recovery_codes: 0,
  };
  const CHALLENGE = { kinds: ["totp"], recovery_codes: false, notice: "" };

  it("lists devices and says which one works elsewhere only", async () => {
    location.hash = "#/account";
    serve({ "GET /whoami": { body: ALICE }, "GET /login-sessions": { body: [] }, "GET /mfa/devices": { body: DEVICES } });
    render(<App />);
    expect(await screen.findByText("phone")).toBeTruthy();
    expect(screen.getByText(/made for old.example, not usable here/)).toBeTruthy();
  });

  it("makes recovery codes after a device was shown again", async () => {
    location.hash = "#/account";
    const asked = serve({
      "GET /whoami": { body: ALICE },
      "GET /login-sessions": { body: [] },
      "GET /mfa/devices": { body: DEVICES },
      "POST /mfa/challenge": { body: CHALLENGE },
      "POST /mfa/recovery-codes": { body: { codes: ["aaaa-bbbb", "cccc-dddd"] } },
    });
    render(<App />);
    await userEvent.click(await screen.findByRole("button", { name: "Make new recovery codes" }));
    await userEvent.type(await screen.findByLabelText("Code of your authenticator"), "123 456");
    await userEvent.click(screen.getByRole("button", { name: "Confirm" }));
    expect(await screen.findByText("aaaa-bbbb")).toBeTruthy();
    const header = asked.find((each) => each.path === "/mfa/recovery-codes")?.headers["X-Sallyport-Mfa"] ?? "";
    expect(JSON.parse(atob(header.replaceAll("-", "+").replaceAll("_", "/")))).toEqual({ totp: "123456" });
  });

  it("adds the first device of somebody who came by single sign-on without one to confirm it", async () => {
    location.hash = "#/account";
    const asked = serve({
      "GET /whoami": { body: { ...ALICE, connector: "corp" } },
      "GET /login-sessions": { body: [] },
      "GET /mfa/devices": { body: { devices: [], recovery_codes: 0 } },
      "POST /mfa/registrations": {
        body: { registration: "r", expires: "2026-01-31T12:00:00Z", totp_uri: "otpauth://totp/x", totp_secret: "ABC" },
      },
    });
    render(<App />);
    expect(await screen.findByText(/You signed in by corp/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Add a passkey" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Make new recovery codes" })).toBeNull();
    await userEvent.click(screen.getByRole("button", { name: "Add an authenticator app" }));
    expect(await screen.findByLabelText(/Code that the new app shows/)).toBeTruthy();
    expect(asked.some((each) => each.path === "/mfa/challenge")).toBe(false);
  });

  it("says why the last device stays", async () => {
    location.hash = "#/account";
    serve({
      "GET /whoami": { body: ALICE },
      "GET /login-sessions": { body: [] },
      "GET /mfa/devices": { body: DEVICES },
      "POST /mfa/challenge": { body: CHALLENGE },
      "DELETE /mfa/devices/d1": problem(510, "LAST_MFA_DEVICE", 409, "'phone' is your last usable device"),
    });
    render(<App />);
    await userEvent.click(await screen.findByRole("button", { name: "Remove phone" }));
    await userEvent.type(await screen.findByLabelText("Code of your authenticator"), "123456");
    await userEvent.click(screen.getByRole("button", { name: "Confirm" }));
    expect((await screen.findByRole("alert")).textContent).toContain("last usable device");
  });
});

describe("nodes", () => {
  it("tells how to add one when there is none", async () => {
    serve({ "GET /whoami": { body: ALICE }, "GET /nodes": { body: { items: [], next_cursor: "" } } });
    render(<App />);
    expect(await screen.findByText("No nodes yet")).toBeTruthy();
    expect(document.body.textContent).toContain("sallyport admin tokens add");
  });

  it("searches on the server and tells when nothing matches", async () => {
    const asked = serve({
      "GET /whoami": { body: ALICE },
      "GET /nodes": ({ path }) => ({ body: { items: path.includes("search") ? [] : [NODE], next_cursor: "" } }),
    });
    render(<App />);
    await userEvent.type(await screen.findByLabelText("Search nodes"), "env=dev");
    expect(await screen.findByText("No node matches")).toBeTruthy();
    expect(asked.at(-1)?.path).toContain("search=env%3Ddev");
  });

  it("shows one page of the server's at a time", async () => {
    serve({
      "GET /whoami": { body: ALICE },
      "GET /nodes": ({ path }) =>
        path.includes("cursor=2")
          ? { body: { items: [{ ...NODE, host_id: "h2", name: "db-2", online: false }], next_cursor: "" } }
          : { body: { items: [NODE], next_cursor: "2" } },
    });
    render(<App />);
    expect(await screen.findByText("1 of 1+ online")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Next page" }));
    expect(await screen.findByText("db-2")).toBeTruthy();
    expect(screen.queryByText("db-1")).toBeNull();
    expect(screen.getByText("Offline")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Previous page" }));
    expect(await screen.findByText("db-1")).toBeTruthy();
  });

  it("narrows the list by a label that is clicked", async () => {
    const asked = serve({
      "GET /whoami": { body: ALICE },
      "GET /nodes": { body: { items: [NODE], next_cursor: "" } },
    });
    render(<App />);
    await userEvent.click(await screen.findByRole("button", { name: "env=prod" }));
    expect((screen.getByLabelText("Search nodes") as HTMLInputElement).value).toBe("env=prod");
    await waitFor(() => expect(asked.at(-1)?.path).toContain("search=env%3Dprod"));
  });
});

describe("invite", () => {
  it("shows the key, sets the password and leads to the sign-in", async () => {
    location.hash = "#/invite/s3cret";
    const asked = serve({
      "GET /invites/s3cret": { body: INVITE },
      "POST /invites/s3cret": { status: 204 },
      "GET /ping": CLUSTER,
    });
    render(<App />);
    expect(await screen.findByText("Welcome, bob")).toBeTruthy();
    expect(screen.getByRole("img", { name: /QR code/ })).toBeTruthy();
    expect(screen.getByRole("link", { name: "Add the account to it" })).toBeTruthy();
    const done = screen.getByRole("button", { name: "Set up the account" });
    await userEvent.type(screen.getByLabelText(/^Password\s*\*?$/), "correct horse battery");
    await userEvent.type(screen.getByLabelText(/^Password again/), "correct horse");
    await userEvent.type(screen.getByLabelText(/^Code/), "123456");
    expect(screen.getByText("The two passwords differ.")).toBeTruthy();
    expect((done as HTMLButtonElement).disabled).toBe(true);
    await userEvent.type(screen.getByLabelText(/^Password again/), " battery");
    await userEvent.click(done);
    expect(await screen.findByText(/Your account is ready/)).toBeTruthy();
    expect(asked.find((each) => each.method === "POST")?.body).toEqual({
      password: "correct horse battery",
      totp: "123456",
    });
    await waitFor(() => expect((screen.getByLabelText(/^User/) as HTMLInputElement).value).toBe("bob"));
    expect(location.hash).not.toContain("s3cret");
  });

  it("makes a passkey in place of the app's code where the address allows it", async () => {
    location.hash = "#/invite/s3cret";
    const create = vi.fn().mockResolvedValue({
      response: {
        clientDataJSON: new Uint8Array([1]).buffer,
        attestationObject: new Uint8Array([2]).buffer,
        getTransports: () => ["internal"],
      },
    });
    vi.stubGlobal("PublicKeyCredential", class {});
    Object.defineProperty(navigator, "credentials", { configurable: true, value: { create } });
    const asked = serve({
      "GET /invites/s3cret": { body: { ...INVITE, passkeys: true } },
      "POST /invites/s3cret/passkey": { body: { registration: "r", expires: INVITE.expires, webauthn: CREATION } },
      "POST /invites/s3cret": { status: 204 },
      "GET /ping": CLUSTER,
    });
    render(<App />);
    expect(await screen.findByRole("radio", { name: /passkey/, checked: true })).toBeTruthy();
    expect(screen.queryByRole("img", { name: /QR code/ })).toBeNull();
    await userEvent.type(screen.getByLabelText(/^Password\s*\*?$/), "correct horse battery");
    await userEvent.type(screen.getByLabelText(/^Password again/), "correct horse battery");
    await userEvent.click(screen.getByRole("button", { name: "Make the passkey and set up the account" }));
    expect(await screen.findByText(/Your account is ready/)).toBeTruthy();
    expect(create).toHaveBeenCalledOnce();
    expect(asked.find((each) => each.path === "/invites/s3cret" && each.method === "POST")?.body).toEqual({
      password: "correct horse battery",
      registration: "r",
      webauthn: { client_data: "AQ", attestation_object: "Ag", transports: ["internal"] },
    });
  });

  it("leaves the choice of the app", async () => {
    location.hash = "#/invite/s3cret";
    vi.stubGlobal("PublicKeyCredential", class {});
    serve({ "GET /invites/s3cret": { body: { ...INVITE, passkeys: true } }, "GET /ping": CLUSTER });
    render(<App />);
    await userEvent.click(await screen.findByRole("radio", { name: /authenticator app/ }));
    expect(screen.getByRole("img", { name: /QR code/ })).toBeTruthy();
    expect(screen.getByLabelText(/^Code/)).toBeTruthy();
  });

  it("says why an invite is no good", async () => {
    location.hash = "#/invite/old";
    serve({ "GET /invites/old": problem(202, "INVITE_INVALID", 401, "ask your administrator for a new one") });
    render(<App />);
    expect(await screen.findByText("ask your administrator for a new one")).toBeTruthy();
  });
});

describe("audit event", () => {
  const event: AuditEvent = {
    uid: "u1",
    event: "access.denied",
    code: "SP2030W",
    time: "2026-01-31T12:00:00Z",
    outcome: "FAILURE",
    user: "alice",
    resource_kind: "node",
    resource: "db-1",
    fields: { login: "root" },
  };

  it("can be opened by keyboard", async () => {
    const select = vi.fn();
    render(<EventTable events={[event]} selected={undefined} onSelect={select} />);
    const row = screen.getByRole("row", { name: /access.denied/ });
    within(row).getByRole("button").focus();
    await userEvent.keyboard("{Enter}");
    expect(select).toHaveBeenCalledExactlyOnceWith(event);
    expect(within(row).getByText("Refused")).toBeTruthy();
  });

  it("shows all it has and nothing empty", () => {
    const rows = Object.fromEntries(details(event));
    expect(rows["Resource"]).toBe("node db-1");
    expect(rows["login"]).toBe("root");
    expect(rows).not.toHaveProperty("Session");
  });
});
