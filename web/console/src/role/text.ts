export const text = {
  title: "Roles",
  all: "All roles",
  name: "Name",
  description: "Description",
  logins: "Logins",
  labels: "Nodes",
  rules: "Rules",
  create: "New role",
  newTitle: "New role",
  remove: "Remove",
  removeTitle: (name: string) => `Remove the role ${name}?`,
  removeBody: "Whoever holds it loses what it gives at once.",
  removeAction: "Remove the role",
  empty: { title: "No roles", body: "You may see no role." },
  template: `kind: role
version: v1
metadata:
  name: new-role
  description: ""
spec:
  options:
    max_session_ttl: 8h
  allow:
    logins: ['{{internal.logins}}']
    node_labels: {env: [dev]}
`,
} as const;
