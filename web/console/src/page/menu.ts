import type { Console } from "./console";
import type { PageName } from "./route";
import { text } from "./text";

export interface Group {
  title: string;
  pages: PageName[];
}

/** The pages somebody has a use for. One's own nodes, sessions and recordings everybody may see. */
export function menu(may: Console["may"]): Group[] {
  const groups: { title: string; pages: [PageName, boolean][] }[] = [
    {
      title: text.groups.access,
      pages: [
        ["nodes", true],
        ["terminal", true],
        ["sessions", true],
      ],
    },
    {
      title: text.groups.activity,
      pages: [
        ["recordings", true],
        ["audit", may("list", "event")],
      ],
    },
    {
      title: text.groups.administration,
      pages: [
        ["users", may("list", "user")],
        ["roles", may("list", "role")],
        ["tokens", may("list", "token")],
        ["locks", may("list", "lock")],
        ["access", true],
      ],
    },
    {
      title: text.groups.cluster,
      pages: [
        ["authorities", may("read", "cert_authority")],
        ["sso", may("list", "auth_connector")],
        ["settings", may("read", "cluster_config")],
        ["about", true],
        ["account", true],
      ],
    },
  ];
  return groups.map(({ title, pages }) => ({
    title,
    pages: pages.filter(([, shown]) => shown).map(([page]) => page),
  }));
}
