export const text = {
  document: "Document (YAML)",
  check: "Preview the change",
  save: "Save",
  saved: "Saved.",
  saving: "save the document",
  wrong: "The document is not valid",
  notSaved: "Nothing was saved",
  line: (number: number) => `Line ${number}`,
  lineShown: "is marked in the document.",
  changes: "Changes of the document",
  noChanges: "The document is not changed.",
  effect: "What it gives and takes",
  noEffect: (asked: number, nodes: number) =>
    `Nobody gains or loses anything (${asked} users and ${nodes} nodes were looked at).`,
  gains: (user: string) => `${user} gains`,
  loses: (user: string) => `${user} loses`,
  options: (user: string) => `Options of ${user}`,
  on: (login: string, count: number, examples: readonly string[]) =>
    `login ${login} on ${count} ${count === 1 ? "node" : "nodes"}${examples.length > 0 ? `, such as ${examples.join(", ")}` : ""}`,
  added: "added",
  removed: "removed",
  toList: "Back to the list",
} as const;
