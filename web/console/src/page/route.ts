export type Route =
  | { page: "nodes" }
  | { page: "audit" }
  | { page: "account" }
  | { page: "invite"; secret: string }
  | { page: "approve"; id: string }
  | { page: "device" }
  | { page: "tested" };

/** Routes live in the fragment: the secret of an invite is never sent to a server by the browser itself. */
export function parseRoute(hash: string): Route {
  const path = hash.replace(/^#\/?/, "");
  if (path.startsWith("invite/")) {
    return { page: "invite", secret: decode(path.slice("invite/".length)) };
  }
  if (path.startsWith("approve/")) {
    return { page: "approve", id: decode(path.slice("approve/".length)) };
  }
  if (path === "sso-tested") {
    return { page: "tested" };
  }
  if (path === "device") {
    return { page: "device" };
  }
  return path === "audit" || path === "account" ? { page: path } : { page: "nodes" };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}
