import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { parse } from "yaml";
import { App } from "../src/App";
import { ALICE, CLUSTER, EDITOR, problem, serve } from "./server";

const BASE = {
  "GET /whoami": { body: ALICE },
  "GET /ping": { body: { ...CLUSTER.body, ca_pins: [], ssh_address: "lab:2222" } },
  "GET /access/what-can": EDITOR,
};
const ROLE = {
  kind: "role",
  version: "v1",
  metadata: { name: "dev", revision: 3 },
  spec: {
    options: { max_session_ttl: "8h", later: "kept" },
    allow: {
      logins: ["root"],
      node_labels: { env: ["dev"] },
      rules: [{ resources: ["token"], verbs: ["list", "watch"] }],
    },
  },
};
const NOTHING = { body: { asked: 2, nodes: 1, users: [] } };

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

const group = async (name: string) => within(await screen.findByRole("group", { name }));

async function yaml(): Promise<unknown> {
  await userEvent.click(screen.getByRole("tab", { name: "YAML" }));
  const source = ((await screen.findByLabelText("Document (YAML)")) as HTMLTextAreaElement).value;
  await userEvent.click(screen.getByRole("tab", { name: "Form" }));
  return parse(source);
}

describe("the form of a role", () => {
  it("edits the document and keeps the rest of it", async () => {
    const asked = open("/ui/roles/dev", {
      "GET /resources/role/dev": { body: ROLE },
      "POST /access/diff": NOTHING,
      "PUT /resources/role/dev": { body: ROLE },
    });
    const allow = await group("Allow");
    expect(screen.getByText("spec.options.later")).toBeTruthy();
    await userEvent.type(allow.getByLabelText("Logins"), "\n{{{{internal.logins}}\nubuntu");
    await userEvent.type(allow.getByLabelText("Values of env"), "\ntest-*");
    await userEvent.click(allow.getByLabelText("read"));
    expect((allow.getByLabelText("watch") as HTMLInputElement).checked).toBe(true);
    await userEvent.selectOptions(screen.getByLabelText("Recording"), "off");
    await userEvent.selectOptions(screen.getByLabelText("Terminals"), "No");
    await userEvent.type(screen.getByLabelText("Connections at a time"), "12");
    await userEvent.clear(screen.getByLabelText("Longest life of a certificate"));
    const spec = {
      options: { later: "kept", recording_mode: "off", permit_pty: false, max_connections: 12 },
      allow: {
        logins: ["root", "{{internal.logins}}", "ubuntu"],
        node_labels: { env: ["dev", "test-*"] },
        rules: [{ resources: ["token"], verbs: ["list", "watch", "read"] }],
      },
    };
    expect(await yaml()).toEqual({ kind: "role", version: "v1", metadata: { name: "dev" }, spec });
    expect((screen.getByLabelText("Connections at a time") as HTMLInputElement).value).toBe("12");
    await userEvent.click(screen.getByRole("button", { name: "Preview the change" }));
    expect(await screen.findByText(/Nobody gains or loses/)).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Save" }));
    await waitFor(() => expect(asked.find((each) => each.method === "PUT")?.body).toMatchObject({ spec }));
  });

  it("makes rules, labels and demands of a new role by keyboard", async () => {
    const asked = open("/ui/roles/%2B", { "POST /access/diff": NOTHING, "POST /resources/role": { body: ROLE } });
    const name = await screen.findByLabelText("Name");
    await userEvent.clear(name);
    await userEvent.type(name, "web");
    const deny = await group("Deny");
    deny.getByRole("button", { name: "Add a label" }).focus();
    await userEvent.keyboard("{Enter}");
    await waitFor(() => expect(document.activeElement).toBe(deny.getByLabelText("Key")));
    await userEvent.keyboard("env{Tab}prod");
    await userEvent.click(deny.getByRole("button", { name: "Add a rule" }));
    await userEvent.type(deny.getByLabelText("Kinds of resources"), "user");
    await userEvent.click(deny.getByLabelText("* (all)"));
    await userEvent.type(deny.getByLabelText("Only where"), "true");
    const allow = await group("Allow");
    await userEvent.click(allow.getByRole("button", { name: "Add who has to be there" }));
    const there = within(allow.getByRole("group", { name: "Who has to be there 1" }));
    await userEvent.click(there.getByLabelText("moderator"));
    await userEvent.type(there.getByLabelText("How many"), "2");
    await userEvent.selectOptions(there.getByLabelText("When they leave"), "pause");
    await userEvent.click(allow.getByRole("button", { name: "Add sessions to join" }));
    const join = within(allow.getByRole("group", { name: "Sessions to join 1" }));
    await userEvent.type(join.getByLabelText("Sessions of holders of the roles"), "web-*");
    await userEvent.click(join.getByLabelText("peer"));
    await userEvent.click(screen.getByRole("button", { name: "Preview the change" }));
    await userEvent.click(await screen.findByRole("button", { name: "Save" }));
    await waitFor(() => expect(asked.some((each) => each.path === "/resources/role")).toBe(true));
    expect(asked.find((each) => each.path === "/resources/role")?.body).toMatchObject({
      metadata: { name: "web" },
      spec: {
        allow: {
          join_sessions: [{ roles: ["web-*"], modes: ["peer"] }],
          require_session_join: [{ filter: "true", modes: ["moderator"], count: 2, on_leave: "pause" }],
        },
        deny: { node_labels: { env: ["prod"] }, rules: [{ resources: ["user"], verbs: ["*"], where: "true" }] },
      },
    });
  });

  it("leaves nothing of rows that are taken away", async () => {
    open("/ui/roles/dev", { "GET /resources/role/dev": { body: ROLE } });
    const allow = await group("Allow");
    await userEvent.click(allow.getByRole("button", { name: "Remove Rule 1" }));
    await userEvent.click(allow.getByRole("button", { name: "Remove the label env" }));
    expect(await yaml()).toMatchObject({ spec: { allow: { logins: ["root"] } } });
    expect((await yaml()) as object).not.toHaveProperty("spec.allow.rules");
    expect((await yaml()) as object).not.toHaveProperty("spec.allow.node_labels");
  });

  it("shows a refusal at its field, and at the top when it belongs to none", async () => {
    let words = "spec.options.max_session_ttl must be between 1m and 30h, line 6";
    open("/ui/roles/dev", {
      "GET /resources/role/dev": { body: ROLE },
      "POST /access/diff": () => problem(101, "INVALID_RESOURCE", 400, words),
    });
    const field = await screen.findByLabelText("Longest life of a certificate");
    const check = screen.getByRole("button", { name: "Preview the change" });
    await userEvent.click(check);
    await waitFor(() => expect(field.getAttribute("aria-invalid")).toBe("true"));
    expect(document.getElementById(field.getAttribute("aria-describedby") ?? "")?.textContent).toContain("must be between 1m and 30h");
    expect(document.activeElement).toBe(field);
    expect(screen.queryByText("The document is not valid")).toBeNull();
    await userEvent.type(field, "1m");
    expect(field.getAttribute("aria-invalid")).toBe("false");
    words = "spec.options.later is not known here, line 7";
    await userEvent.click(check);
    expect(await screen.findByText("The document is not valid")).toBeTruthy();
    expect(screen.getByText("Line 7")).toBeTruthy();
  });

  it("says that a key is there twice, and asks nobody", async () => {
    const asked = open("/ui/roles/dev", { "GET /resources/role/dev": { body: ROLE } });
    const allow = await group("Allow");
    await userEvent.click(allow.getByRole("button", { name: "Add a label" }));
    await userEvent.type(allow.getAllByLabelText("Key")[1] as HTMLElement, "env");
    expect(allow.getByText("This key is there twice.")).toBeTruthy();
    await userEvent.click(screen.getByRole("button", { name: "Preview the change" }));
    expect(await allow.findByText(/Map keys must be unique/)).toBeTruthy();
    expect(asked.some((each) => each.path === "/access/diff")).toBe(false);
  });

  it("keeps YAML that it cannot show", async () => {
    open("/ui/roles/dev", {
      "GET /resources/role/dev": { body: { ...ROLE, spec: { ...ROLE.spec, deny: { logins: { odd: 1 } } } } },
    });
    const deny = await group("Deny");
    expect(deny.getByText(/cannot show/)).toBeTruthy();
    await userEvent.type(await screen.findByLabelText("Description"), "x");
    expect(await yaml()).toMatchObject({ metadata: { description: "x" }, spec: { deny: { logins: { odd: 1 } } } });
    await userEvent.click(screen.getByRole("tab", { name: "YAML" }));
    await userEvent.type(await screen.findByLabelText("Document (YAML)"), "]");
    await userEvent.click(screen.getByRole("tab", { name: "Form" }));
    expect(await screen.findByText("The form cannot show this document")).toBeTruthy();
  });

  it("cannot be changed by those who may not", async () => {
    const verbs = { ...EDITOR.body.verbs, role: ["list", "read"] };
    open("/ui/roles/dev", {
      "GET /resources/role/dev": { body: ROLE },
      "GET /access/what-can": { body: { ...EDITOR.body, verbs } },
    });
    const allow = await group("Allow");
    expect((allow.getByLabelText("Logins") as HTMLTextAreaElement).readOnly).toBe(true);
    expect((screen.getByLabelText("Terminals") as HTMLSelectElement).disabled).toBe(true);
    expect(screen.queryByRole("button", { name: /^(Add|Remove|Preview)/ })).toBeNull();
  });
});
