import { vi } from "vitest";

export interface Asked {
  method: string;
  path: string;
  headers: Record<string, string>;
  body: unknown;
}

/** A text is sent as it is. */
type Answer = { status?: number; body?: unknown };

/** Answers fetch() by "METHOD path" without the query; everything asked is kept. */
export function serve(answers: Record<string, Answer | ((asked: Asked) => Answer)>): Asked[] {
  const log: Asked[] = [];
  vi.stubGlobal("fetch", async (url: string, init: RequestInit) => {
    const asked: Asked = {
      method: init.method ?? "GET",
      path: url.replace("/api/v1", ""),
      headers: init.headers as Record<string, string>,
      body: init.body === undefined ? undefined : JSON.parse(init.body as string),
    };
    log.push(asked);
    const answer = answers[`${asked.method} ${asked.path.split("?")[0]}`];
    if (answer === undefined) {
      throw new TypeError("connection refused");
    }
    const { status = 200, body } = typeof answer === "function" ? answer(asked) : answer;
    const type = status >= 400 ? "application/problem+json" : "application/json";
    const text = typeof body === "string" || body === undefined ? (body ?? null) : JSON.stringify(body);
    return new Response(text, { status, headers: { "Content-Type": type } });
  });
  return log;
}

export function problem(code: number, title: string, status: number, detail: string): Answer {
  return { status, body: { type: `urn:sallyport:error:${title}`, title, status, detail, code, trace_id: "t1" } };
}

export const CLUSTER = { body: { cluster_name: "lab", cluster_id: "c", version: "1", public_address: "lab:443" } };
const ALL = ["create", "delete", "list", "read", "update"];
const KINDS = ["auth_connector", "cert_authority", "cluster_config", "event", "lock", "node", "role", "token", "user"];

/** May everything. */
export const EDITOR = {
  body: {
    user: "alice",
    nodes: 1,
    logins: [],
    verbs: Object.fromEntries([...KINDS, "session_recording"].map((kind) => [kind, ALL])),
    options: {},
  },
};

export const ALICE = { user: "alice", roles: ["access"], logins: ["root"], expires: "2026-01-31T12:00:00Z", connector: "" };
