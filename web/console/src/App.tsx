import { Bullseye, Spinner } from "@patternfly/react-core";
import { useCallback, useEffect, useState } from "react";
import { AccountPage } from "./account/AccountPage";
import { api, problemOf, type ProblemError } from "./api/client";
import type { WhoAmI } from "./api/types";
import { ApprovePage, DevicePage } from "./approve/ApprovePage";
import { AuditPage } from "./audit/AuditPage";
import { InvitePage } from "./invite/InvitePage";
import { NodesPage } from "./nodes/NodesPage";
import { Gate } from "./page/Gate";
import { ProblemAlert } from "./page/ProblemAlert";
import { parseRoute, type Route } from "./page/route";
import { Shell } from "./page/Shell";
import { SignIn } from "./session/SignIn";
import { takeRefusal } from "./sso/refusal";

type Session =
  | { state: "unknown" }
  | { state: "out"; notice?: string; user?: string }
  | { state: "in"; me: WhoAmI }
  | { state: "broken"; failure: ProblemError };

export function App() {
  const [route, setRoute] = useState<Route>(() => parseRoute(location.hash));
  const [session, setSession] = useState<Session>({ state: "unknown" });
  const [refusal] = useState(takeRefusal);

  useEffect(() => {
    const changed = () => setRoute(parseRoute(location.hash));
    window.addEventListener("hashchange", changed);
    return () => window.removeEventListener("hashchange", changed);
  }, []);

  const invited = route.page === "invite";
  useEffect(() => {
    if (!invited && session.state === "unknown") {
      void whoIsIt().then(setSession);
    }
  }, [invited, session.state]);

  const sessionOver = useCallback((failure: ProblemError) => {
    setSession({ state: "out", notice: `Your session is over. ${failure.message}` });
  }, []);

  async function signOut() {
    try {
      await api.signOut();
      setSession({ state: "out", notice: "You are signed out." });
    } catch (problem) {
      const failure = problemOf(problem);
      setSession(failure.sessionOver ? { state: "out", notice: "You are signed out." } : { state: "broken", failure });
    }
  }

  function accepted(user: string) {
    location.hash = "#/nodes";
    setSession({ state: "out", notice: "Your account is ready. Sign in with the next code of your app.", user });
  }

  if (route.page === "invite") {
    return <InvitePage secret={route.secret} onAccepted={accepted} />;
  }
  if (route.page === "tested") {
    return (
      <Gate title="The test is done">
        <p>Nobody was signed in by it. Go back to the program that started it; it shows what a login would yield.</p>
      </Gate>
    );
  }
  switch (session.state) {
    case "unknown":
      return (
        <Bullseye>
          <Spinner aria-label="Starting" />
        </Bullseye>
      );
    case "broken":
      return (
        <main className="sp-gate">
          <ProblemAlert title="The console cannot go on; reload the page" failure={session.failure} />
        </main>
      );
    case "out":
      return (
        <SignIn
          notice={session.notice}
          initialUser={session.user}
          refusal={refusal}
          onSignedIn={(me) => setSession({ state: "in", me })}
        />
      );
    case "in":
      if (route.page === "approve") {
        return <ApprovePage id={route.id} user={session.me.user} />;
      }
      if (route.page === "device") {
        return <DevicePage user={session.me.user} />;
      }
      return (
        <Shell user={session.me.user} page={route.page} onSignOut={() => void signOut()}>
          {route.page === "audit" && <AuditPage onSessionOver={sessionOver} />}
          {route.page === "nodes" && <NodesPage onSessionOver={sessionOver} />}
          {route.page === "account" && <AccountPage me={session.me} onSessionOver={sessionOver} />}
        </Shell>
      );
  }
}

async function whoIsIt(): Promise<Session> {
  try {
    return { state: "in", me: await api.whoAmI() };
  } catch (problem) {
    const failure = problemOf(problem);
    return failure.sessionOver ? { state: "out" } : { state: "broken", failure };
  }
}
