import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import {
  addPair,
  addRow,
  edited,
  keysAt,
  listAt,
  open,
  type Path,
  remove,
  rename,
  rowsAt,
  setList,
  setValue,
  textAt,
} from "../src/resource/edit";
import { toYaml } from "../src/resource/document";
import { fieldOf, unshown } from "../src/role/fault";
import { linesOf } from "../src/role/fields";
import { OPTION_NAMES, OPTIONS } from "../src/role/shape";

const ROLE = `# who looks after the web
kind: role # of people
version: v1
metadata: {name: web, expires: 2030-01-01T00:00:00Z}

spec:
  future: {kept: [1, 2]} # of a later version
  options:
    # a day's work
    max_session_ttl: 8h
    another: true
  allow:
    logins:
      - root # in need
      - 'ubuntu'
    node_labels: {env: [dev, 1.10]}
    rules:
      # tokens
      - resources: [token]
        verbs: [list]
        unknown: x
# the end
`;

const document = (source: string) => {
  const opened = open(source);
  if (!opened.ok) {
    throw new Error(opened.message);
  }
  return opened.document;
};

/** The same numbers each time. */
function random(seed: number) {
  let state = seed;
  const next = (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
  const one = <T>(of: readonly T[]) => of[next(of.length)] as T;
  const some = <T>(of: readonly T[]) => of.filter(() => next(2) === 0);
  return { next, one, some };
}

const WORDS = ["root", "{{internal.logins}}", "*", "^a.*$", "off", "no", "8", "a: b", "#x", "- y", "1_000", "null", "ä ö", "'q'", '"', "x, y", "12:30:00"];

/** Some role, with fields that no form knows. */
function someRole(seed: number) {
  const { next, one, some } = random(seed);
  const side = () => ({
    ...(next(2) && { logins: some(WORDS) }),
    ...(next(2) && { node_labels: Object.fromEntries(some(WORDS).map((key) => [key, some(WORDS)])) }),
    ...(next(2) && { node_labels_expression: 'labels["env"] == "prod"' }),
    ...(next(2) && {
      rules: some(WORDS).map((word) => ({ resources: [word], verbs: some(["list", "*"]), ...(next(2) && { where: one(WORDS) }), odd: word })),
    }),
    ...(next(2) && { join_sessions: [{ roles: some(WORDS), modes: ["peer"] }] }),
    ...(next(3) === 0 && { later: { deep: some(WORDS) } }),
  });
  return {
    kind: "role",
    version: "v1",
    metadata: { name: "r", ...(next(2) && { labels: { team: one(WORDS) } }), ...(next(2) && { unknown: one(WORDS) }) },
    spec: {
      ...(next(2) && { options: { max_session_ttl: "8h", max_sessions: next(9), forward_agent: next(2) === 0, later: one(WORDS) } }),
      allow: side(),
      ...(next(2) && { deny: side() }),
      ...(next(3) === 0 && { unknown: WORDS }),
    },
  };
}

const TEXTS: Path[] = [
  ["metadata", "description"],
  ["spec", "allow", "node_labels_expression"],
  ["spec", "deny", "node_labels_expression"],
  ...OPTION_NAMES.map((name) => ["spec", "options", name]),
];
const LISTS: Path[] = [
  ["spec", "allow", "logins"],
  ["spec", "deny", "logins"],
];

describe("a role in a form", () => {
  it("keeps comments, order and what the form does not know", () => {
    const after = edited(ROLE, (changed) => {
      setValue(changed, ["spec", "options", "max_sessions"], 3);
      setList(changed, ["spec", "allow", "logins"], ["root", "ubuntu", "off"]);
      setValue(changed, ["spec", "allow", "rules", 0, "where"], 'a == "b"');
    });
    expect(after).toBe(
      ROLE.replace("    another: true\n", "    another: true\n    max_sessions: 3\n")
        .replace("      - 'ubuntu'\n", "      - 'ubuntu'\n      - \"off\"\n")
        .replace("        unknown: x\n# the end", "        unknown: x\n        where: a == \"b\"\n\n# the end"),
    );
  });

  it("is left as it stands by a change of nothing, however it is written", () => {
    for (const indented of [ROLE, "spec:\n    # four\n    allow:\n        logins:\n            - x # y\n        node_labels: {a: [b]}\n", "a: 1\nspec:\n  allow:\n    logins:\n    - x\n"]) {
      const once = edited(indented, () => {});
      expect(parse(once)).toEqual(parse(indented));
      expect(once.split("\n").filter((line) => line !== "")).toEqual(indented.split("\n").filter((line) => line !== ""));
      expect(edited(once, () => {})).toBe(once);
    }
  });

  it("shows numbers as they are written", () => {
    expect(listAt(document(ROLE), ["spec", "allow", "node_labels", 0])).toEqual({ is: "value", value: ["dev", "1.10"] });
  });

  it("does not touch what it cannot show", () => {
    const odd = document("metadata: text\nspec:\n  options: [1]\n  allow:\n    logins: root\n    rules: [x]\n    node_labels: {? [a] : b}\n  deny: {logins: [\"\", a]}\n");
    expect(textAt(odd, ["metadata", "name"])).toEqual({ is: "foreign" });
    expect(textAt(odd, ["spec", "options", "lock"])).toEqual({ is: "foreign" });
    expect(listAt(odd, ["spec", "allow", "logins"])).toEqual({ is: "foreign" });
    expect(listAt(odd, ["spec", "deny", "logins"])).toEqual({ is: "foreign" });
    expect(rowsAt(odd, ["spec", "allow", "rules"])).toEqual({ is: "foreign" });
    expect(keysAt(odd, ["spec", "allow", "node_labels"])).toEqual({ is: "foreign" });
    expect(textAt(odd, ["spec", "allow", "node_labels_expression"])).toEqual({ is: "unset" });
  });

  it("is not shown when its YAML cannot be read", () => {
    expect(open("kind: [")).toMatchObject({ ok: false, line: 1 });
    expect(open("a: &x 1\nb: *x\n")).toMatchObject({ ok: false, line: 2 });
    expect(open("a: 1\n---\nb: 1\n")).toMatchObject({ ok: false });
    expect(edited("kind: [", () => expect.unreachable())).toBe("kind: [");
  });

  it("can have a key twice while it is typed", () => {
    const twice = edited("spec: {allow: {node_labels: {env: [a]}}}\n", (changed) => addPair(changed, ["spec", "allow", "node_labels"], "env", ["b"]));
    expect(keysAt(document(twice), ["spec", "allow", "node_labels"])).toEqual({ is: "value", value: ["env", "env"] });
    const apart = edited(twice, (changed) => rename(changed, ["spec", "allow", "node_labels"], 1, "team"));
    expect(parse(apart)).toEqual({ spec: { allow: { node_labels: { env: ["a"], team: ["b"] } } } });
  });

  it("writes every field, reads it again, and leaves nothing of it behind", () => {
    for (let seed = 1; seed <= 17; seed++) {
      const role = someRole(seed);
      const source = toYaml(role);
      expect(parse(source)).toEqual(role);
      for (const [index, path] of TEXTS.entries()) {
        const value = WORDS[(seed + index) % WORDS.length] as string;
        const after = edited(source, (changed) => setValue(changed, path, value));
        expect(textAt(document(after), path)).toEqual({ is: "value", value });
        expect(parse(after)).toEqual(withValue(role, path, value));
        // the server reads YAML as 1.1 has it
        expect(parse(after, { version: "1.1" })).toEqual(withValue(role, path, value));
        const before = textAt(document(source), path);
        const without = edited(source, (changed) => setValue(changed, path, undefined));
        expect(textAt(document(without), path)).toEqual({ is: "unset" });
        if (before.is === "unset") {
          const there = edited(source, (changed) => setValue(changed, path, "x"));
          expect(pruned(parse(edited(there, (changed) => setValue(changed, path, ""))))).toEqual(pruned(role));
        }
      }
      for (const path of LISTS) {
        const { some } = random(seed * 31);
        const values = some(WORDS);
        const after = edited(source, (changed) => setList(changed, path, values));
        expect(listAt(document(after), path)).toEqual(values.length === 0 ? { is: "unset" } : { is: "value", value: values });
        expect(pruned(parse(after))).toEqual(pruned(withValue(role, path, values.length === 0 ? undefined : values)));
      }
    }
  });

  it("has rows that come and go without others being changed", () => {
    for (let seed = 1; seed <= 17; seed++) {
      const role = someRole(seed);
      const source = toYaml(role);
      for (const path of [["spec", "allow", "rules"], ["spec", "deny", "join_sessions"]] as Path[]) {
        const rows = (valueOf(role, path) as unknown[] | undefined) ?? [];
        const fresh = { resources: ["x"], verbs: [] };
        const more = edited(source, (changed) => addRow(changed, path, fresh));
        expect(parse(more)).toEqual(withValue(role, path, [...rows, fresh]));
        expect(pruned(parse(edited(more, (changed) => remove(changed, [...path, rows.length]))))).toEqual(pruned(role));
        if (rows.length > 0) {
          const less = edited(more, (changed) => remove(changed, [...path, 0]));
          expect(parse(less)).toEqual(withValue(role, path, [...rows.slice(1), fresh]));
        }
      }
      const labels: Path = ["spec", "allow", "node_labels"];
      const keys = Object.keys((valueOf(role, labels) as object | undefined) ?? {});
      const named = edited(
        edited(source, (changed) => addPair(changed, labels, "", changed.createNode([], { flow: true }))),
        (changed) => {
          rename(changed, labels, keys.length, "added");
          setList(changed, [...labels, keys.length], ["v"], true);
        },
      );
      expect(parse(named)).toEqual(withValue(role, [...labels, "added"], ["v"]));
    }
  });

  it("takes numbers and truth for what they are", () => {
    const source = edited("spec: {}\n", (changed) => {
      setValue(changed, ["spec", "options", "max_sessions"], 3);
      setValue(changed, ["spec", "options", "forward_agent"], false);
      setValue(changed, ["spec", "options", "recording_mode"], "off");
    });
    expect(parse(source)).toEqual({ spec: { options: { max_sessions: 3, forward_agent: false, recording_mode: "off" } } });
    expect(source).toContain('recording_mode: "off"');
  });

  it("has an entry for each line", () => {
    expect(linesOf(" root \n\nregexp.replace(external.x, \"a\", \"b\")\n", [])).toEqual(["root", 'regexp.replace(external.x, "a", "b")']);
    expect(linesOf(" kept \n new ", [" kept "])).toEqual([" kept ", "new"]);
  });

  it("names what it does not show", () => {
    expect(unshown(ROLE)).toEqual(["metadata.expires", "spec.future", "spec.options.another", "spec.allow.rules[0].unknown"]);
    expect(unshown("spec: {deny: {require_session_join: [{filter: x}]}}\n")).toEqual(["spec.deny.require_session_join"]);
    expect(OPTION_NAMES.length).toBe(Object.keys(OPTIONS).length);
  });
});

describe("a refusal belongs to a field", () => {
  const source = `kind: role
version: v1
metadata: {name: x}
spec:
  options:
    max_session_ttl: 8x
    client_idle_timeout: 5x
  allow:
    logins: ["a,b"]
    node_labels: {kubernetes.io/os: ["^("], env: [a]}
    rules:
      - resources: [token]
        verbs: [list]
      - resources: [user]
        verbs: [look]
        where: nonsense
    join_sessions:
      - roles: [a]
  deny:
    logins: [b]
`;
  const at = (message: string, sentAsText = true) => fieldOf(message, source, sentAsText);

  it("by its whole path", () => {
    expect(at("spec.options.max_session_ttl must be between 1m and 30h, line 6")).toBe("spec.options.max_session_ttl");
    expect(at("spec.allow.rules[1].where: unknown name; see spec.allow.rules[0].where")).toBe("spec.allow.rules.1.where");
    expect(at("spec.allow.node_labels.kubernetes.io/os has '^(', which is no regular expression")).toBe("spec.allow.node_labels.0");
    expect(at("spec.deny.logins has '{{x': not closed")).toBe("spec.deny.logins");
    expect(at("metadata.name must be 1 to 128 characters")).toBe("metadata.name");
    expect(at("spec.allow.rules[0].foo is not known here, line 12")).toBe("spec.allow.rules.0");
  });

  it("by its name, with the line where there are several", () => {
    expect(at("logins has an entry with a comma: an OpenSSH principal list would split it, line 9")).toBe("spec.allow.logins");
    expect(at("logins has an entry with a comma", false)).toBeUndefined();
    expect(at("rules.verbs has 'look': use list, line 15")).toBe("spec.allow.rules.1.verbs");
    expect(at("join_sessions.modes needs at least one of observer, peer, moderator, line 18")).toBe("spec.allow.join_sessions.0.modes");
    expect(at("join_sessions.roles needs at least one entry, line 1", false)).toBe("spec.allow.join_sessions.0.roles");
    expect(at("node_labels has an empty key, line 10")).toBe("spec.allow.node_labels");
  });

  it("by its line, or by what stands there", () => {
    expect(at("'5x' is no duration: write it like 30s, 15m, 8h or 1h30m, line 7")).toBe("spec.options.client_idle_timeout");
    expect(fieldOf("'5x' is no duration, line 1", "spec: {options: {max_session_ttl: 8h, client_idle_timeout: 5x}}\n", true)).toBe(
      "spec.options.client_idle_timeout",
    );
    expect(fieldOf("Map keys must be unique, line 4", "spec:\n  allow:\n    node_labels:\n      a: [x]\n", true)).toBe("spec.allow.node_labels.0");
  });

  it("or to none", () => {
    expect(at("kind must be one of user, role, line 1")).toBeUndefined();
    expect(at("spec.alow is not known here, line 8")).toBeUndefined();
    expect(at("deny.require_session_join has no meaning: a demand stands under allow, line 19")).toBeUndefined();
    expect(at("Auth Service: user.spec.roles may not; ask somebody")).toBeUndefined();
    expect(fieldOf("spec.allow.logins", "spec: [", true)).toBeUndefined();
  });
});

function valueOf(of: unknown, path: Path): unknown {
  return path.reduce<unknown>((at, step) => (at as Record<string, unknown> | undefined)?.[step], of);
}

/** What the change must amount to. */
function withValue(of: unknown, path: Path, value: unknown): unknown {
  const copy = structuredClone(of) as Record<string, unknown>;
  let at = copy;
  for (const step of path.slice(0, -1)) {
    at = (at[step] ??= {}) as Record<string, unknown>;
  }
  const last = path.at(-1) as string;
  if (value === undefined) {
    delete at[last];
  } else {
    at[last] = value;
  }
  return copy;
}

/** Without empty mappings and lists: the server takes them for nothing. */
function pruned(of: unknown): unknown {
  if (Array.isArray(of)) {
    return of.map(pruned);
  }
  if (typeof of !== "object" || of === null) {
    return of;
  }
  const kept = Object.entries(of)
    .map(([key, value]) => [key, pruned(value)] as const)
    .filter(([, value]) => typeof value !== "object" || value === null || Object.keys(value).length > 0);
  return Object.fromEntries(kept);
}
