/** What the fields of a role look like: org.sallyport.api.resource.RoleSpec and what it consists of. */
export type Shape =
  | "value"
  /** Neither shown nor named as not shown. */
  | "kept"
  | "list"
  /** Keys with a text each. */
  | "labels"
  /** Keys with a list each. */
  | "label lists"
  | { rows: Record<string, Shape> }
  | { fields: Record<string, Shape> };

export const SPAN = "span";
export const COUNT = "count";
export const TRUTH = "truth";

/** Options by name, in the order of the form: what can be typed, or the words to choose from. */
export const OPTIONS = {
  max_session_ttl: SPAN,
  client_idle_timeout: SPAN,
  disconnect_expired_cert: TRUTH,
  max_sessions: COUNT,
  max_connections: COUNT,
  permit_pty: TRUTH,
  ssh_file_copy: TRUTH,
  port_forwarding: TRUTH,
  forward_agent: TRUTH,
  require_session_mfa: TRUTH,
  pin_source_ip: TRUTH,
  lock: ["best_effort", "strict"],
  record_session: ["best_effort", "strict"],
  recording_mode: ["off", "node", "node-sync", "proxy", "proxy-sync"],
} as const;

export type OptionName = keyof typeof OPTIONS;
export const OPTION_NAMES = Object.keys(OPTIONS) as OptionName[];

export const VERBS = ["list", "read", "create", "update", "delete", "*"] as const;
export const MODES = ["observer", "peer", "moderator"] as const;
export const SESSION_KINDS = ["ssh", "*"] as const;
export const ON_LEAVE = ["terminate", "pause"] as const;

const JOIN: Record<string, Shape> = { name: "value", roles: "list", kinds: "list", modes: "list" };

const CONDITIONS: Record<string, Shape> = {
  logins: "list",
  node_labels: "label lists",
  node_labels_expression: "value",
  rules: { rows: { resources: "list", verbs: "list", where: "value" } },
  join_sessions: { rows: JOIN },
};

const REQUIRED: Shape = {
  rows: { name: "value", filter: "value", kinds: "list", modes: "list", count: "value", on_leave: "value" },
};

export const ROLE: { fields: Record<string, Shape> } = {
  fields: {
    kind: "kept",
    version: "kept",
    metadata: { fields: { name: "value", description: "value", labels: "labels" } },
    spec: {
      fields: {
        allow: { fields: { ...CONDITIONS, require_session_join: REQUIRED } },
        deny: { fields: CONDITIONS },
        options: { fields: Object.fromEntries(OPTION_NAMES.map((name) => [name, "value" as const])) },
      },
    },
  },
};
