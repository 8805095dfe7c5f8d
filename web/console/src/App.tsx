import { Bullseye, Spinner } from "@patternfly/react-core";
import { useCallback, useEffect, useMemo, useState } from "react";
import { api, problemOf, type ProblemError } from "./api/client";
import type { WhoAmI } from "./api/types";
import { ApprovePage, DevicePage } from "./browserlogin/ApprovePage";
import { InvitePage } from "./invite/InvitePage";
import { SignIn } from "./login/SignIn";
import { SignedIn } from "./page/SignedIn";
import { Gate } from "./page/Gate";
import { ProblemAlert } from "./page/ProblemAlert";
import { href, navigate, useRoute } from "./page/route";
import { SIGNED_OUT } from "./page/signedOut";
import { text } from "./page/text";
import { IDLE_MINUTES, useIdle } from "./page/useIdle";
import { takeRefusal } from "./sso/refusal";

type Session =
  | { state: "unknown" }
  | { state: "out"; notice?: string; user?: string }
  | { state: "in"; me: WhoAmI }
  | { state: "broken"; failure: ProblemError };

export function App() {
  const { route, visit } = useRoute();
  const [session, setSession] = useState<Session>({ state: "unknown" });
  const [refusal] = useState(takeRefusal);

  const invited = route.page === "invite";
  useEffect(() => {
    if (!invited && session.state === "unknown") {
      void whoIsIt().then(setSession);
    }
  }, [invited, session.state]);

  useEffect(() => {
    if (session.state === "out") {
      window.dispatchEvent(new Event(SIGNED_OUT));
    }
  }, [session.state]);

  const sessionOver = useCallback((failure: ProblemError) => {
    setSession({ state: "out", notice: text.sessionOver(failure.message) });
  }, []);

  const signOut = useCallback(async (notice: string) => {
    try {
      await api.signOut();
      setSession({ state: "out", notice });
    } catch (problem) {
      const failure = problemOf(problem);
      setSession(failure.sessionOver ? { state: "out", notice } : { state: "broken", failure });
    }
  }, []);

  const idle = useCallback(() => void signOut(text.idle(IDLE_MINUTES)), [signOut]);
  useIdle(session.state === "in", idle);
  const onSignOut = useMemo(() => () => void signOut(text.signedOut), [signOut]);

  function accepted(user: string) {
    navigate(href("nodes"));
    setSession({ state: "out", notice: text.accountReady, user });
  }

  if (route.page === "invite") {
    return <InvitePage secret={route.secret} onAccepted={accepted} />;
  }
  if (route.page === "tested") {
    return (
      <Gate title={text.tested}>
        <p>{text.testedBody}</p>
      </Gate>
    );
  }
  switch (session.state) {
    case "unknown":
      return (
        <Bullseye>
          <Spinner aria-label={text.starting} />
        </Bullseye>
      );
    case "broken":
      return (
        <main className="sp-gate">
          <ProblemAlert title={text.broken} failure={session.failure} />
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
      return <SignedIn me={session.me} route={route} visit={visit} onSignOut={onSignOut} onSessionOver={sessionOver} />;
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
