import { useEffect, useState } from "react";

export const PAGES = [
  "nodes",
  "terminal",
  "sessions",
  "recordings",
  "audit",
  "access",
  "users",
  "roles",
  "tokens",
  "locks",
  "authorities",
  "sso",
  "settings",
  "about",
  "account",
] as const;

export type PageName = (typeof PAGES)[number];

export type Route =
  | { page: PageName; id: string; query: Record<string, string> }
  | { page: "invite"; secret: string }
  | { page: "approve"; id: string }
  | { page: "device" }
  | { page: "tested" };

const BASE = "/ui/";
const MOVED = "sallyport:moved";

/** The address of a page, for links. */
export function href(page: PageName, id = "", query: Record<string, string> = {}): string {
  const given = Object.entries(query).filter(([, value]) => value !== "");
  const search = given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
  return BASE + page + (id === "" ? "" : `/${encodeURIComponent(id)}`) + search;
}

/**
 * Pages have paths. What a link from outside carries, above all the secret of an invite, stays in the fragment, which
 * browsers send to nobody.
 */
export function parseRoute(path: string, search: string, hash: string): Route {
  const fragment = hash.replace(/^#\/?/, "");
  if (fragment.startsWith("invite/")) {
    return { page: "invite", secret: decode(fragment.slice("invite/".length)) };
  }
  if (fragment.startsWith("approve/")) {
    return { page: "approve", id: decode(fragment.slice("approve/".length)) };
  }
  if (fragment === "sso-tested") {
    return { page: "tested" };
  }
  if (fragment === "device") {
    return { page: "device" };
  }
  // single sign-on comes back with the page in the fragment
  const [name = "", id = ""] = (fragment === "" ? path.replace(BASE, "") : fragment).split("/");
  const page = PAGES.find((each) => each === name);
  return page === undefined
    ? { page: "nodes", id: "", query: {} }
    : { page, id: decode(id), query: Object.fromEntries(new URLSearchParams(search)) };
}

function decode(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

const here = () => parseRoute(location.pathname, location.search, location.hash);

export function navigate(to: string): void {
  history.pushState(null, "", to);
  window.dispatchEvent(new Event(MOVED));
}

/** Another address for what is shown already, such as a filter that was applied. */
export function rename(to: string): void {
  history.replaceState(null, "", to);
}

/** Links to our own pages do not load the console anew; those for a new tab or window are the browser's. */
function follow(event: MouseEvent): void {
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  const path = link?.getAttribute("href") ?? "";
  const plain = event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;
  if (plain && path.startsWith(BASE) && link?.target !== "_blank") {
    event.preventDefault();
    navigate(path);
  }
}

/** Where the browser is, and the how-manieth visit that is; follows its buttons, links and {@link navigate}. */
export function useRoute(): { route: Route; visit: number } {
  const [place, setPlace] = useState(() => ({ route: here(), visit: 0 }));
  useEffect(() => {
    const moved = () => setPlace(({ visit }) => ({ route: here(), visit: visit + 1 }));
    for (const event of ["hashchange", "popstate", MOVED]) {
      window.addEventListener(event, moved);
    }
    document.addEventListener("click", follow);
    return () => {
      for (const event of ["hashchange", "popstate", MOVED]) {
        window.removeEventListener(event, moved);
      }
      document.removeEventListener("click", follow);
    };
  }, []);
  return place;
}
