import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/App";
import { ALICE, CLUSTER, EDITOR, problem, serve } from "./server";

const DEVICES = { body: { devices: [], recovery_codes: 0 } };
const OWN = {
  id: "own",
  address: "192.0.2.1",
  created: "2026-01-31T12:00:00Z",
  expires: "2026-02-01T00:00:00Z",
  device: "phone",
  connector: "",
  current: true,
};
const OTHER = { ...OWN, id: "other", address: "192.0.2.2", device: "", current: false };
const OLD = "correct horse battery";
const NEW = "another staple altogether";

function open(answers: Parameters<typeof serve>[0], me = ALICE) {
  history.replaceState(null, "", "/ui/account");
  const asked = serve({
    "GET /whoami": { body: me },
    "GET /ping": CLUSTER,
    "GET /access/what-can": EDITOR,
    "GET /mfa/devices": DEVICES,
    ...answers,
  });
  render(<App />);
  return asked;
}

const sessions = () => screen.findByRole("grid", { name: "Where you are signed in" });

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

describe("password", () => {
  async function fill(old: string, fresh: string, repeated: string) {
    await userEvent.click(await screen.findByRole("button", { name: "Change password" }));
    const dialog = within(await screen.findByRole("dialog"));
    await userEvent.type(dialog.getByLabelText(/^Old password/), old);
    await userEvent.type(dialog.getByLabelText(/^New password/), fresh);
    await userEvent.type(dialog.getByLabelText(/^Password again/), repeated);
    return dialog;
  }

  it("is changed after a second factor was shown, and the list is read again", async () => {
    let changed = false;
    const asked = open({
      "GET /login-sessions": () => ({ body: changed ? [OWN] : [OTHER, OWN] }),
      "POST /mfa/challenge": { body: { kinds: ["totp"], recovery_codes: false, notice: "" } },
      "PUT /password": ({ headers }) => {
        changed = headers["X-Sallyport-Mfa"] !== undefined;
        return changed ? { body: { ended: 1 } } : problem(310, "MFA_REQUIRED", 403, "Auth Service: show a device");
      },
    });
    const dialog = await fill(OLD, NEW, NEW);
    await userEvent.click(dialog.getByRole("button", { name: "Change password" }));
    await userEvent.type(await screen.findByLabelText("Code of your authenticator"), "123456");
    await userEvent.click(screen.getByRole("button", { name: "Confirm" }));
    expect(await screen.findByText("Your password was changed. 1 other sign-in ended.")).toBeTruthy();
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(asked.findLast((each) => each.method === "PUT")?.body).toEqual({ old_password: OLD, new_password: NEW });
    await waitFor(async () => expect(within(await sessions()).queryByText("192.0.2.2")).toBeNull());
  });

  it("is not sent while the new one is short or its repetition differs", async () => {
    open({ "GET /login-sessions": { body: [OWN] } });
    const dialog = await fill(OLD, "short", "short");
    expect(dialog.getByText("Use at least 12 characters; 7 more to go.")).toBeTruthy();
    const send = dialog.getByRole<HTMLButtonElement>("button", { name: "Change password" });
    expect(send.disabled).toBe(true);
    await userEvent.type(dialog.getByLabelText(/^New password/), "er than one thinks");
    expect(dialog.getByText("The two passwords differ.")).toBeTruthy();
    expect(send.disabled).toBe(true);
  });

  it("stays when the old one is wrong, in the server's words", async () => {
    open({
      "GET /login-sessions": { body: [OWN] },
      "PUT /password": problem(201, "BAD_CREDENTIALS", 401, "Auth Service: the old password is wrong; type it again"),
    });
    const dialog = await fill("not it", NEW, NEW);
    await userEvent.click(dialog.getByRole("button", { name: "Change password" }));
    expect((await dialog.findByRole("alert")).textContent).toContain("the old password is wrong");
  });

  it("is none of people who come by single sign-on", async () => {
    const byCorp = { ...OWN, device: "", connector: "corp" };
    open({ "GET /login-sessions": { body: [byCorp] } }, { ...ALICE, connector: "corp" });
    expect(within(await sessions()).getByText("single sign-on: corp")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Change password" })).toBeNull();
  });
});

describe("login sessions", () => {
  it("are listed with the own one told apart, and one is ended", async () => {
    let gone = false;
    const asked = open({
      "GET /login-sessions": () => ({ body: gone ? [OWN] : [OWN, OTHER] }),
      "DELETE /login-sessions/other": () => {
        gone = true;
        return { status: 204 };
      },
    });
    const table = within(await sessions());
    expect(table.getByText("phone")).toBeTruthy();
    expect(table.getByText("a recovery code, or a device removed since")).toBeTruthy();
    expect(table.getAllByText("this one")).toHaveLength(1);
    await userEvent.click(table.getByRole("button", { name: /^Sign out: from 192.0.2.2/ }));
    expect(await screen.findByText("The sign-in from 192.0.2.2 ended.")).toBeTruthy();
    await waitFor(() => expect(screen.queryByText("192.0.2.2")).toBeNull());
    expect(screen.queryByRole("button", { name: "Sign out everywhere else" })).toBeNull();
    expect(asked.some((each) => each.method === "DELETE")).toBe(true);
  });

  it("say what the server refused and are read again", async () => {
    open({
      "GET /login-sessions": { body: [OWN, OTHER] },
      "DELETE /login-sessions/other": problem(400, "NOT_FOUND", 404, "Auth Service: it is over already; list them again"),
    });
    await userEvent.click(await screen.findByRole("button", { name: /^Sign out: from/ }));
    expect((await screen.findByRole("alert")).textContent).toContain("it is over already");
  });

  it("end everywhere else after the question, which tells what goes on", async () => {
    let gone = false;
    open({
      "GET /login-sessions": () => ({ body: gone ? [OWN] : [OWN, OTHER] }),
      "DELETE /login-sessions": () => {
        gone = true;
        return { body: { ended: 1 } };
      },
    });
    await userEvent.click(await screen.findByRole("button", { name: "Sign out everywhere else" }));
    const dialog = within(await screen.findByRole("dialog"));
    expect(dialog.getByText(/open SSH sessions go on/)).toBeTruthy();
    await userEvent.click(dialog.getByRole("button", { name: "Sign out everywhere else" }));
    expect(await screen.findByText("1 other sign-in ended.")).toBeTruthy();
    await waitFor(() => expect(screen.queryByText("192.0.2.2")).toBeNull());
  });

  it("are shown fifty at the most", async () => {
    const many = Array.from({ length: 60 }, (_, number) => ({ ...OTHER, id: `s${number}` }));
    open({ "GET /login-sessions": { body: [OWN, ...many] } });
    expect(within(await sessions()).getAllByRole("row")).toHaveLength(51);
    expect(screen.getByText(/^11 more are not shown/)).toBeTruthy();
  });
});
