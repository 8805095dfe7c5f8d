import { cleanup, render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/App";
import { departure } from "../src/sso/api";
import { ALICE, CLUSTER, problem, serve } from "./server";

const OUT = problem(200, "NOT_LOGGED_IN", 401, "REST: this call needs a login session");
const REQUEST = {
  id: "r1",
  client: "alice@laptop",
  address: "192.0.2.7",
  method: "device",
  key_fingerprint: "SHA256:abc",
  created: "2026-01-31T12:00:00Z",
  expires: "2026-01-31T12:05:00Z",
};
const CORP = { name: "corp", display: "Company login", protocol: "oidc", method: "redirect" };
const LDAP = { name: "dir", display: "Directory", protocol: "ldap", method: "password" };

afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  location.hash = "";
});

describe("a program that asks to be logged in", () => {
  it("is shown with machine, address and key, and approved", async () => {
    location.hash = "#/approve/r1";
    const asked = serve({
      "GET /whoami": { body: ALICE },
      "GET /login-requests/r1": { body: REQUEST },
      "POST /login-requests/r1/approve": { body: { redirect: "" } },
    });
    render(<App />);
    expect(await screen.findByText("Log in sallyport on alice@laptop?")).toBeTruthy();
    expect(screen.getByText("192.0.2.7")).toBeTruthy();
    expect(screen.getByText("SHA256:abc")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Log it in" }));
    expect(await screen.findByText("The program is logged in")).toBeTruthy();
    expect(asked.at(-1)?.headers["X-Sallyport-Csrf"]).toBe("1");
  });

  it("is refused", async () => {
    location.hash = "#/approve/r1";
    serve({
      "GET /whoami": { body: ALICE },
      "GET /login-requests/r1": { body: REQUEST },
      "POST /login-requests/r1/deny": { body: { redirect: "" } },
    });
    render(<App />);
    await userEvent.click(await screen.findByRole("button", { name: "Refuse" }));
    expect(await screen.findByText("The program was refused")).toBeTruthy();
  });

  it("is found by its code, and a wrong one is told", async () => {
    location.hash = "#/device";
    serve({
      "GET /whoami": { body: ALICE },
      "POST /login-requests/find": (asked) =>
        (asked.body as { user_code: string }).user_code === "BCDF-GHJK"
          ? { body: REQUEST }
          : problem(221, "LOGIN_REQUEST_INVALID", 401, "there is no request with this code"),
    });
    render(<App />);
    await userEvent.type(await screen.findByLabelText(/^Code/), "xxxx-xxxx");
    await userEvent.click(screen.getByRole("button", { name: "Continue" }));
    expect((await screen.findByRole("alert")).textContent).toContain("there is no request with this code");
    await userEvent.clear(screen.getByLabelText(/^Code/));
    await userEvent.type(screen.getByLabelText(/^Code/), "bcdf-ghjk");
    await userEvent.click(screen.getByRole("button", { name: "Continue" }));
    expect(await screen.findByText("Log in sallyport on alice@laptop?")).toBeTruthy();
  });
});

describe("single sign-on", () => {
  it("has a link for each provider that comes back to the page that was asked for", async () => {
    location.hash = "#/approve/r1";
    serve({ "GET /whoami": OUT, "GET /ping": CLUSTER, "GET /sso": { body: [CORP, LDAP] } });
    render(<App />);
    const link = await screen.findByRole("link", { name: "Sign in with Company login" });
    expect(link.getAttribute("href")).toBe("/api/v1/sso/corp/begin?next=approve/r1");
  });

  it("asks for the directory's password", async () => {
    const asked = serve({
      "GET /whoami": OUT,
      "GET /ping": CLUSTER,
      "GET /sso": { body: [LDAP] },
      "POST /web/sso/dir": problem(201, "BAD_CREDENTIALS", 401, "user or password is wrong"),
    });
    render(<App />);
    await userEvent.click(await screen.findByRole("button", { name: "Sign in with Directory" }));
    await userEvent.type(screen.getByLabelText(/^User of Directory/), "lena");
    await userEvent.type(screen.getByLabelText(/^Password of Directory/), "secret");
    await userEvent.click(screen.getByRole("button", { name: "Continue" }));
    expect((await screen.findByRole("alert")).textContent).toContain("user or password is wrong");
    expect(asked.at(-1)?.body).toEqual({ user: "lena", password: "secret" });
  });

  it("takes no address from the page's own address", () => {
    const corp = CORP as Parameters<typeof departure>[0];
    expect(departure(corp, "#/x?y=//evil")).toBe("/api/v1/sso/corp/begin");
    expect(departure(corp, "")).toBe("/api/v1/sso/corp/begin");
  });
});
