import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/App";
import { ALICE, CLUSTER, EDITOR, problem, serve } from "./server";

const NODE = {
  host_id: "h1",
  name: "web-1",
  labels: {},
  services: ["ssh"],
  version: "0.1.0",
  online: true,
  last_seen: new Date().toISOString(),
};
const BASE = { "GET /whoami": { body: ALICE }, "GET /ping": CLUSTER, "GET /access/what-can": EDITOR };
const EMPTY = { body: { items: [], next_cursor: "" } };

function open(path: string, answers: Parameters<typeof serve>[0]) {
  history.replaceState(null, "", path);
  const asked = serve({ ...BASE, ...answers });
  render(<App />);
  return asked;
}

/** The part of EventSource that the feed uses, which connects and says nothing. */
class QuietStream {
  onopen: (() => void) | null = null;
  onmessage = null;
  onerror = null;
  readyState = 1;
  constructor() {
    setTimeout(() => this.onopen?.(), 0);
  }
  addEventListener() {}
  close() {}
}

beforeEach(() => localStorage.clear());
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

describe("nodes", () => {
  it("are reached by lines to paste", async () => {
    open("/", { "GET /nodes": { body: { items: [NODE], next_cursor: "" } } });
    await userEvent.click(await screen.findByRole("button", { name: "Connect" }));
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText("sallyport ssh root@web-1")).toBeTruthy();
    expect(within(dialog).getByText("ssh root@web-1.lab")).toBeTruthy();
  });

  it("open terminals for the logins that roles give there", async () => {
    open("/", {
      "GET /nodes": { body: { items: [NODE], next_cursor: "" } },
      "GET /whoami": { body: { ...ALICE, logins: ["root", "web"] } },
      "GET /access/explain": ({ path }) => ({ body: { allowed: path.includes("login%3Aweb") } }),
    });
    await userEvent.click(await screen.findByRole("button", { name: "Connect" }));
    const link = await screen.findByRole("link", { name: "Open terminal as web" });
    expect(link.getAttribute("href")).toBe(`/ui/terminal/${NODE.host_id}?login=web`);
    expect(screen.queryByRole("link", { name: "Open terminal as root" })).toBeNull();
  });

  it("keep favourites in the browser", async () => {
    open("/", { "GET /nodes": { body: { items: [NODE], next_cursor: "" } } });
    await userEvent.click(await screen.findByRole("button", { name: "Keep web-1 as a favourite" }));
    expect(JSON.parse(localStorage.getItem("sallyport-favourites") ?? "")).toEqual(["web-1"]);
    expect(screen.getByText("Favourites", { selector: "span:not([class*=screen-reader])" })).toBeTruthy();
  });

  it("are added by one line, and noticed when they are there", async () => {
    let there = false;
    const asked = open("/", {
      "GET /nodes": () => ({ body: { items: there ? [{ ...NODE, name: "new-1" }] : [], next_cursor: "" } }),
      "POST /tokens": {
        status: 201,
        body: { name: "t", value: "the-secret", services: ["ssh"], expires: "2026-01-31T12:00:00Z", ca_pins: ["sha256:pin"] },
      },
    });
    await userEvent.click(await screen.findByRole("button", { name: "Add a server" }));
    await userEvent.type(await screen.findByLabelText(/^Name of the server/), "new-1");
    await userEvent.click(screen.getByRole("button", { name: "Make the line" }));
    expect(await screen.findByText(/^sallyport-agent configure --proxy lab:443 --token the-secret/)).toBeTruthy();
    expect(asked.find((each) => each.method === "POST")?.body).toEqual({ services: ["ssh"], ttl: "1h", max_uses: 1 });
    there = true;
    expect(await screen.findByText("new-1 is online.", {}, { timeout: 10_000 })).toBeTruthy();
  });
});

describe("audit log", () => {
  const event = (number: number) => ({
    uid: `u${number}`,
    event: `event.${number}`,
    code: "SP1",
    time: "2026-01-31T12:00:00Z",
    outcome: "SUCCESS",
  });

  it("is followed, then paged through by the server, with the filter of the address", async () => {
    vi.stubGlobal("EventSource", QuietStream);
    const asked = open("/ui/audit?session=s1", {
      "GET /audit": ({ path }) => ({
        body: path.includes("cursor=2")
          ? { items: [event(2)], next_cursor: "" }
          : { items: [event(1)], next_cursor: "2" },
      }),
    });
    expect(await screen.findByText("event.1")).toBeTruthy();
    expect(asked.find((each) => each.path.startsWith("/audit"))?.path).toContain("session=s1");
    await userEvent.click(screen.getByRole("button", { name: "Page through older events" }));
    await userEvent.click(await screen.findByRole("button", { name: "Next page" }));
    expect(await screen.findByText("event.2")).toBeTruthy();
    expect(screen.queryByText("event.1")).toBeNull();
    expect(screen.getByText("Paused")).toBeTruthy();
  });

  it("says why there is no proof", async () => {
    vi.stubGlobal("EventSource", QuietStream);
    open("/ui/audit", {
      "GET /audit": { body: { items: [event(1)], next_cursor: "" } },
      "GET /audit/log/proof": problem(400, "NOT_FOUND", 404, "Auth Service: event u1 is not in the log; look at its id"),
    });
    await userEvent.click(await screen.findByRole("button", { name: "Details of event.1" }));
    await userEvent.click(await screen.findByRole("button", { name: "Prove that it is in the log" }));
    expect((await screen.findByRole("alert")).textContent).toContain("event u1 is not in the log");
  });
});

describe("settings", () => {
  const CONFIG = {
    kind: "cluster_config",
    version: "v1",
    metadata: { name: "cluster", revision: 4 },
    spec: { cluster_name: "lab", lock_mode: "strict" },
  };

  it("have what the server refuses shown at its line of the YAML", async () => {
    const asked = open("/ui/settings", {
      "GET /resources/cluster_config/cluster": { body: CONFIG },
      "PUT /resources/cluster_config/cluster": problem(101, "INVALID_RESOURCE", 400, "spec.lock_mode: 'x' is not known, line 1"),
    });
    await userEvent.click(await screen.findByRole("button", { name: "Preview the change" }));
    expect(await screen.findByText("The document is not changed.")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    expect(await screen.findByText("Line 7")).toBeTruthy();
    expect(asked.find((each) => each.method === "PUT")?.headers["If-Match"]).toBe('"4"');
  });

  it("say that somebody else was faster, and keep what was typed", async () => {
    open("/ui/settings", {
      "GET /resources/cluster_config/cluster": { body: CONFIG },
      "PUT /resources/cluster_config/cluster": problem(500, "CONFLICT", 409, "Auth Service: it was changed meanwhile; read it again"),
    });
    const document = await screen.findByLabelText("Document (YAML)");
    await userEvent.type(document, "# mine");
    await userEvent.click(screen.getByRole("button", { name: "Preview the change" }));
    await userEvent.click(await screen.findByRole("button", { name: "Save" }));
    expect((await screen.findByRole("alert")).textContent).toContain("it was changed meanwhile");
    await userEvent.click(screen.getByRole("button", { name: "Cancel" }));
    expect((document as HTMLTextAreaElement).value).toContain("# mine");
  });

  it("that one may only read have no button", async () => {
    open("/ui/settings", {
      "GET /access/what-can": { body: { ...EDITOR.body, verbs: { cluster_config: ["read"] } } },
      "GET /resources/cluster_config/cluster": { body: CONFIG },
    });
    expect(await screen.findByLabelText("Document (YAML)")).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Preview the change" })).toBeNull();
  });
});

describe("single sign-on", () => {
  const CONNECTOR = { kind: "auth_connector", version: "v1", metadata: { name: "corp" }, spec: { display: "Corp", oidc: {} } };

  it("is tested without signing anybody in", async () => {
    const test = { id: "x", connector: "corp", url: "https://lab/api/v1/sso/corp/begin?test=x", expires: "2026-01-31T12:00:00Z" };
    const outcome = { allowed: false, user: "ada", roles: [], traits: {}, logins: [], attributes: { groups: ["a", "b"] }, refusal: "no role" };
    open("/ui/sso", {
      "GET /resources/auth_connector": { body: { items: [CONNECTOR], next_cursor: "" } },
      "GET /sso-users": { body: [] },
      "POST /sso/corp/test": { body: test },
      "GET /sso-tests/x": { body: { ...test, outcome } },
    });
    await userEvent.click(await screen.findByRole("button", { name: "Test" }));
    await userEvent.click(await screen.findByRole("button", { name: "Start the test" }));
    expect((await screen.findByRole("link", { name: "Sign in at the provider, in a new tab" })).getAttribute("href")).toBe(test.url);
    expect(await screen.findByText("no role", {}, { timeout: 10_000 })).toBeTruthy();
    expect(screen.getByText("groups: a, b")).toBeTruthy();
  });

  it("has its people's second factors taken away when they are lost", async () => {
    const asked = open("/ui/sso", {
      "GET /resources/auth_connector": EMPTY,
      "GET /sso-users": {
        body: [{ user: "kay", connector: "corp", roles: ["dev"], since: "2026-01-31T12:00:00Z", expires: "2026-01-31T20:00:00Z" }],
      },
      "DELETE /sso-users/corp/kay/mfa": { status: 204 },
    });
    await userEvent.click(await screen.findByRole("button", { name: "Take away second factors" }));
    const dialog = await screen.findByRole("dialog");
    await userEvent.click(within(dialog).getByRole("button", { name: "Take away second factors" }));
    await waitFor(() => expect(asked.some((each) => each.method === "DELETE")).toBe(true));
  });
});

describe("locks and users", () => {
  it("are told as they are, and removed", async () => {
    const asked = open("/ui/locks", {
      "GET /resources/lock": {
        body: {
          items: [{ kind: "lock", version: "v1", metadata: { name: "l1" }, spec: { target: { user: "ada", node: "db" }, message: "lost" } }],
          next_cursor: "",
        },
      },
      "DELETE /resources/lock/l1": { status: 204 },
    });
    expect(await screen.findByText("User ada, Node db")).toBeTruthy();
    await userEvent.click(await screen.findByRole("button", { name: "Remove" }));
    await userEvent.click(await screen.findByRole("button", { name: "Remove the lock" }));
    await waitFor(() => expect(asked.some((each) => each.method === "DELETE")).toBe(true));
  });

  it("that cannot be read say why, and what was read before stays", async () => {
    let broken = false;
    open("/ui/users", {
      "GET /resources/user": () =>
        broken
          ? problem(700, "UNAVAILABLE", 503, "Auth Service: the store is away; try again in a moment")
          : { body: { items: [{ kind: "user", version: "v1", metadata: { name: "ada" }, spec: { roles: ["dev"] } }], next_cursor: "" } },
    });
    expect(await screen.findByText("ada")).toBeTruthy();
    broken = true;
    await userEvent.click(screen.getByRole("button", { name: "Refresh" }));
    expect((await screen.findByRole("alert")).textContent).toContain("What to do: try again in a moment");
    expect(screen.getByText("ada")).toBeTruthy();
  });
});

describe("addresses", () => {
  it("are followed by links and by the browser's buttons without loading anew", async () => {
    const asked = open("/ui/about", { "GET /nodes": { body: { items: [NODE], next_cursor: "" } } });
    expect(await screen.findByText("The server answers")).toBeTruthy();
    await userEvent.click(screen.getByTitle("Your account"));
    expect(location.pathname).toBe("/ui/account");
    expect(await screen.findByText("Account of alice")).toBeTruthy();
    expect(document.title).toBe("Your account · Sallyport");
    expect(asked.filter((each) => each.path === "/whoami")).toHaveLength(1);
  });

  it("begin a page anew, also the one that is shown", async () => {
    open("/ui/recordings?user=ada", { "GET /recordings": EMPTY });
    expect(await screen.findByText("No recordings")).toBeTruthy();
    expect((screen.getByLabelText("User") as HTMLInputElement).value).toBe("ada");
    await userEvent.click(screen.getByRole("link", { name: "Recordings", hidden: true }));
    await waitFor(() => expect((screen.getByLabelText("User") as HTMLInputElement).value).toBe(""));
    expect(location.search).toBe("");
  });
});
