import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/App";
import { ALICE, CLUSTER, EDITOR, problem, serve } from "./server";

const BASE = {
  "GET /whoami": { body: ALICE },
  "GET /ping": { body: { ...CLUSTER.body, ca_pins: ["sha256:pin"], ssh_address: "lab:2222" } },
  "GET /access/what-can": EDITOR,
};
const EMPTY = { body: { items: [], next_cursor: "" } };

function open(path: string, answers: Parameters<typeof serve>[0]) {
  history.replaceState(null, "", path);
  const asked = serve({ ...BASE, ...answers });
  render(<App />);
  return asked;
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

describe("lists", () => {
  it("are read again when the server says that something of the kind has changed", async () => {
    let stream: Told | undefined;
    class Told {
      onopen: (() => void) | null = null;
      onmessage: ((message: { data: string }) => void) | null = null;
      onerror = null;
      readyState = 1;
      constructor(readonly url: string) {
        stream = this;
      }
      addEventListener() {}
      close() {}
    }
    vi.stubGlobal("EventSource", Told);
    let locks: string[] = [];
    const asked = open("/ui/locks", {
      "GET /resources/lock": () => ({
        body: { items: locks.map((name) => ({ kind: "lock", metadata: { name }, spec: { target: { user: name }, message: "" } })), next_cursor: "" },
      }),
    });
    expect(await screen.findByText("No locks")).toBeTruthy();
    expect(stream?.url).toBe("/api/v1/changes");
    locks = ["gone-rogue"];
    stream?.onmessage?.({ data: '{"kinds":["user"]}' });
    stream?.onmessage?.({ data: '{"kinds":["lock","user"]}' });
    expect((await screen.findAllByText(/gone-rogue/)).length).toBeGreaterThan(0);
    expect(asked.filter((each) => each.path.startsWith("/resources/lock"))).toHaveLength(2);
  });
});

describe("active sessions", () => {
  const SESSION = {
    id: "s1",
    user: "ada",
    roles: ["dev"],
    login: "ubuntu",
    kind: "shell",
    terminal: true,
    started: "2026-01-31T12:00:00Z",
    state: "waiting",
    participants: [{ user: "ben", mode: "observer", since: "2026-01-31T12:01:00Z" }],
    node: "web-1",
    host_id: "h1",
    join_modes: ["peer", "observer"],
    may_end: true,
  };

  it("are joined in the browser or by a command to paste, and ended with a reason", async () => {
    const asked = open("/ui/sessions", {
      "GET /sessions": { body: { items: [SESSION], next_cursor: "", untold: 2 } },
      "DELETE /sessions/s1": { status: 202 },
    });
    expect(await screen.findByText("Waiting for others")).toBeTruthy();
    expect(screen.getByText(/2 more sessions/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Join" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getAllByRole("link").map((each) => [each.textContent, each.getAttribute("href")])).toEqual([
      ["Join as observer", "/ui/terminal/h1?join=s1&mode=observer"],
      ["Join as peer", "/ui/terminal/h1?join=s1&mode=peer"],
    ]);
    expect(within(dialog).getByText("ssh -t -l sallyport:join web-1.lab join s1 observer")).toBeTruthy();
    expect(within(dialog).getAllByText(/^sallyport join/)[0]?.textContent).toBe("sallyport join s1 --mode=observer");
    await userEvent.click(within(dialog).getAllByRole("button", { name: "Close" })[0] as HTMLElement);
    await userEvent.click(screen.getByRole("button", { name: "End" }));
    await userEvent.type(await screen.findByLabelText("Reason"), "maintenance");
    await userEvent.click(screen.getByRole("button", { name: "End the session" }));
    await screen.findByText("The agent was asked to end the session.");
    expect(asked.find((each) => each.method === "DELETE")?.path).toBe("/sessions/s1?reason=maintenance");
  });

  it("offer neither to who may not", async () => {
    open("/ui/sessions", {
      "GET /sessions": { body: { items: [{ ...SESSION, join_modes: [], may_end: false }], next_cursor: "", untold: 0 } },
    });
    expect(await screen.findByText("ada")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Join" })).toBeNull();
    expect(screen.queryByRole("button", { name: "End" })).toBeNull();
  });
});

describe("recordings", () => {
  const RECORDING = {
    info: {
      session_id: "r1",
      user: "ada",
      login: "ubuntu",
      node: "web-1",
      kind: "exec",
      command: "uptime",
      mode: "node",
      columns: 80,
      rows: 24,
      started: "2026-01-31T12:00:00Z",
    },
    host_id: "h1",
    state: "complete",
    segments: 1,
    bytes: 2048,
  };

  it("are filtered by the server, and the filter is in the address", async () => {
    const asked = open("/ui/recordings?user=ada", { "GET /recordings": { body: { items: [RECORDING], next_cursor: "" } } });
    expect(await screen.findByText("uptime")).toBeTruthy();
    expect(asked.find((each) => each.path.startsWith("/recordings"))?.path).toContain("user=ada");
    await userEvent.selectOptions(screen.getByLabelText("State"), "complete");
    await userEvent.click(screen.getByRole("button", { name: "Apply" }));
    await waitFor(() => expect(asked.at(-1)?.path).toContain("state=complete"));
    expect(location.search).toContain("state=complete");
  });

  it("asks on where the server had looked and found nothing yet", async () => {
    open("/ui/recordings", {
      "GET /recordings": ({ path }) => ({
        body: path.includes("cursor=2") ? { items: [RECORDING], next_cursor: "" } : { items: [], next_cursor: "2" },
      }),
    });
    expect(await screen.findByText("uptime")).toBeTruthy();
  });

  it("is played, verified and told what is wrong with it", async () => {
    open("/ui/recordings/r1", {
      "GET /recordings/r1": { body: RECORDING },
      "GET /recordings/r1/events": { body: '[0.0,"o","up 3 days"]\n{"state":"complete","more":false}\n' },
      "GET /recordings/r1/verify": {
        body: { session_id: "r1", state: "complete", sound: false, segments: 1, frames: 3, faults: [{ segment: 0, what: "cut" }] },
      },
    });
    expect(await screen.findByText("up 3 days")).toBeTruthy();
    expect(screen.getByRole("button", { name: "Play" })).toBeTruthy();
    await userEvent.click(screen.getByRole("tab", { name: "Details" }));
    await userEvent.click(await screen.findByRole("button", { name: "Verify" }));
    expect(await screen.findByText("Segment 0: cut")).toBeTruthy();
  });

  it("says why there is none", async () => {
    open("/ui/recordings/no", {
      "GET /recordings/no": problem(400, "NOT_FOUND", 404, "Auth Service: there is no recording 'no'; look at its id"),
    });
    const alert = await screen.findByRole("alert");
    expect(alert.textContent).toContain("there is no recording 'no'");
    expect(alert.textContent).toContain("What to do: look at its id");
    expect(alert.textContent).toContain("Refused by Auth Service");
  });
});

describe("tokens", () => {
  const MADE = { name: "t1", value: "the-secret", services: ["ssh"], expires: "2026-01-31T12:00:00Z", ca_pins: ["sha256:pin"] };

  it("show their value once", async () => {
    const asked = open("/ui/tokens", { "GET /resources/token": EMPTY, "POST /tokens": { status: 201, body: MADE } });
    expect(await screen.findByText("No join tokens")).toBeTruthy();
    await userEvent.click(await screen.findByRole("button", { name: "New token" }));
    await userEvent.type(await screen.findByLabelText("Good for"), "1h");
    await userEvent.click(screen.getByRole("button", { name: "Make the token" }));
    expect(await screen.findByText("the-secret")).toBeTruthy();
    expect(asked.find((each) => each.method === "POST")?.body).toEqual({ services: ["ssh"], ttl: "1h" });
    await userEvent.click(screen.getByRole("button", { name: "Close" }));
    expect(screen.queryByText("the-secret")).toBeNull();
  });

  it("ask for a second factor where the cluster wants one", async () => {
    const asked = open("/ui/tokens", {
      "GET /resources/token": EMPTY,
      "POST /mfa/challenge": { body: { kinds: ["totp"], recovery_codes: false, notice: "" } },
      "POST /tokens": ({ headers }) =>
        headers["X-Sallyport-Mfa"]
          ? { status: 201, body: MADE }
          : problem(310, "MFA_REQUIRED", 403, "REST: this takes a second factor; show one"),
    });
    await userEvent.click(await screen.findByRole("button", { name: "New token" }));
    await userEvent.click(screen.getByRole("button", { name: "Make the token" }));
    await userEvent.type(await screen.findByLabelText("Code of your authenticator"), "123456");
    await userEvent.click(screen.getByRole("button", { name: "Confirm" }));
    expect(await screen.findByText("the-secret")).toBeTruthy();
    expect(asked.filter((each) => each.method === "POST" && each.path === "/tokens")).toHaveLength(2);
  });

  it("are not made by who may not", async () => {
    open("/ui/tokens", {
      "GET /access/what-can": { body: { ...EDITOR.body, verbs: { token: ["list"] } } },
      "GET /resources/token": EMPTY,
    });
    expect(await screen.findByText("No join tokens")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "New token" })).toBeNull();
    expect(screen.queryByText("Users")).toBeNull();
  });
});

describe("users and locks", () => {
  it("are invited with a link that is shown once", async () => {
    const asked = open("/ui/users", {
      "GET /resources/user": {
        body: { items: [{ kind: "user", version: "v1", metadata: { name: "ada" }, spec: { roles: ["dev"] } }], next_cursor: "" },
      },
      "POST /users": { status: 201, body: { user: "ben", url: "https://lab/#/invite/x", expires: "2026-01-31T12:00:00Z" } },
    });
    expect(await screen.findByText("ada")).toBeTruthy();
    await userEvent.click(await screen.findByRole("button", { name: "Invite a user" }));
    await userEvent.type(await screen.findByLabelText(/^Name/), "ben");
    await userEvent.type(screen.getByLabelText("Logins"), "root, ubuntu");
    await userEvent.click(screen.getByRole("button", { name: "Make the user" }));
    expect(await screen.findByText("https://lab/#/invite/x")).toBeTruthy();
    expect(asked.find((each) => each.method === "POST")?.body).toEqual({
      name: "ben",
      roles: ["access"],
      traits: { logins: ["root", "ubuntu"] },
    });
  });

  it("is warned who locks himself", async () => {
    open("/ui/locks?user=alice", { "GET /resources/lock": EMPTY });
    expect(await screen.findByText(/This lock hits you/)).toBeTruthy();
  });
});

describe("roles", () => {
  const ROLE = { kind: "role", version: "v1", metadata: { name: "dev", revision: 3 }, spec: { allow: { logins: ["root"] } } };

  it("are previewed, then stored as exactly the revision that was read", async () => {
    const asked = open("/ui/roles/dev", {
      "GET /resources/role/dev": { body: ROLE },
      "POST /access/diff": {
        body: {
          asked: 2,
          nodes: 1,
          users: [
            { user: "ada", gained: [{ name: "nobody", count: 1, examples: ["web-1"] }], lost: [], verbs_gained: [], verbs_lost: [], options: [] },
          ],
        },
      },
      "PUT /resources/role/dev": { body: ROLE },
    });
    await userEvent.click(await screen.findByRole("tab", { name: "YAML" }));
    const document = (await screen.findByLabelText("Document (YAML)")) as HTMLTextAreaElement;
    await userEvent.clear(document);
    await userEvent.click(document);
    await userEvent.paste("kind: role\nversion: v1\nmetadata: {name: dev}\nspec: {allow: {logins: [nobody]}}\n");
    await userEvent.click(await screen.findByRole("button", { name: "Preview the change" }));
    expect(await screen.findByText("ada gains")).toBeTruthy();
    expect(screen.getByText("login nobody on 1 node, such as web-1")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(asked.some((each) => each.method === "PUT")).toBe(true));
    const put = asked.find((each) => each.method === "PUT");
    expect(put?.headers["If-Match"]).toBe('"3"');
    expect(put?.body).toMatchObject({ spec: { allow: { logins: ["nobody"] } } });
  });

  it("have what the server refuses shown at its line", async () => {
    open("/ui/roles/dev", {
      "GET /resources/role/dev": { body: ROLE },
      "POST /access/diff": problem(101, "INVALID_RESOURCE", 400, "spec.allow.logins must be a list, line 7"),
    });
    await userEvent.click(await screen.findByRole("tab", { name: "YAML" }));
    await userEvent.click(await screen.findByRole("button", { name: "Preview the change" }));
    expect(await screen.findByText("Line 7")).toBeTruthy();
  });
});

describe("the cluster", () => {
  it("has its authorities' next phases", async () => {
    const CA = {
      type: "host",
      phase: "init",
      mode: "manual",
      next: ["update_clients", "rollback"],
      rotation_id: "x",
      started: "2026-01-31T12:00:00Z",
      grace: 0,
      active: [{ ssh: "SHA256:a", pin: "sha256:a", algorithm: "Ed25519", holder: "store" }],
      additional: [],
      laggards: [{ host_id: "h", name: "old-1", reason: "has the old keys", online: false }],
    };
    const asked = open("/ui/authorities", {
      "GET /authorities/status": { body: [CA] },
      "POST /authorities/host/rotate": { body: CA },
    });
    expect(await screen.findByText("old-1 (offline): has the old keys")).toBeTruthy();
    await userEvent.click(await screen.findByRole("button", { name: "Go to: New keys sign for clients" }));
    await userEvent.click(await screen.findByRole("button", { name: "Go to the phase" }));
    await waitFor(() => expect(asked.find((each) => each.path.endsWith("/rotate"))?.body).toEqual({ phase: "update_clients" }));
  });

  it("says what it is and that it answers", async () => {
    open("/ui/about", {});
    expect(await screen.findByText("The server answers")).toBeTruthy();
    expect(screen.getByText("sha256:pin")).toBeTruthy();
  });

  it("says how its parts are to who may read its configuration", async () => {
    const health = {
      ok: false,
      version: "1",
      agents_online: 7,
      tunnels: 5,
      parts: [
        { name: "database", ok: true, detail: "answers" },
        { name: "recording_storage", ok: false, detail: "recording storage: no room; make some" },
      ],
    };
    open("/ui/about", { "GET /health": { body: health } });
    expect(await screen.findByText("Something does not work")).toBeTruthy();
    expect(screen.getByText("recording storage: no room; make some")).toBeTruthy();
    expect(screen.getByText("7 online; 5 tunnels to this server")).toBeTruthy();
  });

  it("does not ask how it is for others", async () => {
    const asked = open("/ui/about", { "GET /access/what-can": { body: { ...EDITOR.body, verbs: {} } } });
    expect(await screen.findByText("The server answers")).toBeTruthy();
    expect(asked.some((each) => each.path === "/health")).toBe(false);
  });

  it("explains access", async () => {
    const reason = { role: "dev", rule: "allow.logins", effect: "not_matched", text: "root is not among them" };
    const asked = open("/ui/access", {
      "GET /access/explain": {
        body: { allowed: false, user: "alice", action: "login:root", resource: "node/a", reasons: [reason], decisive: [reason], needed: "a login" },
      },
    });
    await userEvent.type(await screen.findByLabelText(/^Action/), "login:root");
    await userEvent.type(screen.getByLabelText(/^Resource/), "node/a");
    await userEvent.click(screen.getByRole("button", { name: "Ask" }));
    expect(await screen.findByText("root is not among them")).toBeTruthy();
    expect(screen.getByText("Decides")).toBeTruthy();
    expect(asked.at(-1)?.path).toBe("/access/explain?action=login%3Aroot&resource=node%2Fa");
  });
});
