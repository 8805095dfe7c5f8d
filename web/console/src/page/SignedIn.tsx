import { Bullseye, Spinner } from "@patternfly/react-core";
import { type ComponentType, lazy, Suspense, useEffect, useMemo, useState } from "react";
import { api, CHANGE_STREAM, type ProblemError } from "../api/client";
import type { ClusterInfo, WhoAmI } from "../api/types";
import { NodesPage } from "../node/NodesPage";
import { ChangeFeed } from "./changes";
import { ConsoleContext, mayBy, type Rights } from "./console";
import type { PageName, Route } from "./route";
import { Shell } from "./Shell";
import { text } from "./text";

export type PageRoute = Extract<Route, { query: unknown }>;
export type PageProps = { route: PageRoute };

/** All but the first page are loaded when they are opened. */
const PAGES: Record<PageName, ComponentType<PageProps>> = {
  nodes: NodesPage,
  terminal: lazy(async () => ({ default: (await import("../terminal/TerminalPage")).TerminalPage })),
  sessions: lazy(async () => ({ default: (await import("../livesession/SessionsPage")).SessionsPage })),
  recordings: lazy(async () => ({ default: (await import("../recording/RecordingsPage")).RecordingsPage })),
  audit: lazy(async () => ({ default: (await import("../audit/AuditPage")).AuditPage })),
  access: lazy(async () => ({ default: (await import("../access/AccessPage")).AccessPage })),
  users: lazy(async () => ({ default: (await import("../user/UsersPage")).UsersPage })),
  roles: lazy(async () => ({ default: (await import("../role/RolesPage")).RolesPage })),
  tokens: lazy(async () => ({ default: (await import("../token/TokensPage")).TokensPage })),
  locks: lazy(async () => ({ default: (await import("../lock/LocksPage")).LocksPage })),
  authorities: lazy(async () => ({ default: (await import("../cluster/AuthoritiesPage")).AuthoritiesPage })),
  sso: lazy(async () => ({ default: (await import("../sso/ConnectorsPage")).ConnectorsPage })),
  settings: lazy(async () => ({ default: (await import("../cluster/SettingsPage")).SettingsPage })),
  about: lazy(async () => ({ default: (await import("../cluster/AboutPage")).AboutPage })),
  account: lazy(async () => ({ default: (await import("../mfa/AccountPage")).AccountPage })),
};

interface Props {
  me: WhoAmI;
  route: PageRoute;
  /** Another one begins the page anew, also when its address is the same. */
  visit: number;
  onSignOut: () => void;
  onSessionOver: (failure: ProblemError) => void;
}

/** The console of somebody who is signed in. */
export function SignedIn({ me, route, visit, onSignOut, onSessionOver }: Props) {
  const [rights, setRights] = useState<Rights>({});
  const [cluster, setCluster] = useState<ClusterInfo>();
  useEffect(() => {
    api.ping().then(setCluster, () => setCluster(undefined));
  }, []);
  useEffect(() => {
    // without an answer only what everybody may is shown
    api.rights().then(
      (all) => setRights(all.verbs),
      () => setRights({}),
    );
  }, [me.user]);
  const changes = useMemo(() => new ChangeFeed(() => new EventSource(CHANGE_STREAM), onSessionOver), [onSessionOver]);
  useEffect(() => {
    changes.start();
    return () => changes.end();
  }, [changes]);
  const console = useMemo(
    () => ({ me, cluster, may: mayBy(rights), sessionOver: onSessionOver, changes }),
    [me, cluster, rights, onSessionOver, changes],
  );
  useEffect(() => {
    document.title = `${text.names[route.page]} · Sallyport`;
  }, [route.page]);
  const Shown = PAGES[route.page];
  return (
    <ConsoleContext.Provider value={console}>
      <Shell page={route.page} onSignOut={onSignOut}>
        <Suspense
          fallback={
            <Bullseye>
              <Spinner aria-label={text.reading} />
            </Bullseye>
          }
        >
          <Shown key={visit} route={route} />
        </Suspense>
      </Shell>
    </ConsoleContext.Provider>
  );
}
