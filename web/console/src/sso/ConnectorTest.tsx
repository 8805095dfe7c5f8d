import { Alert, Button } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import type { SsoTest } from "../api/types";
import { Details } from "../page/Details";
import { Dialog } from "../page/Dialog";
import { Field } from "../page/Field";
import { ssoApi } from "./api";
import { text } from "./text";

const LOOK_MILLIS = 1_500;

/** Starts a test of a connector; the result is shown behind it. */
export function StartTest({ name, onClose, onStarted }: { name: string; onClose: () => void; onStarted: (test: SsoTest) => void }) {
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  return (
    <Dialog
      title={text.testTitle(name)}
      action={text.testAction}
      onClose={onClose}
      onSubmit={async () => onStarted(await ssoApi.startTest(name, { ...(user && { user }), ...(password && { password }) }))}
    >
      <p>{text.testBody}</p>
      <Field label={text.user} value={user} onChange={setUser} hint={text.passwordHint} />
      <Field label={text.password} value={password} onChange={setPassword} type="password" />
    </Dialog>
  );
}

/** What a test has shown; asks until there is something. */
export function TestResult({ started }: { started: SsoTest }) {
  const [test, setTest] = useState(started);
  useEffect(() => {
    setTest(started);
    if (started.outcome) {
      return;
    }
    const timer = setInterval(() => {
      ssoApi.test(started.id).then(
        (now) => {
          setTest(now);
          if (now.outcome) {
            clearInterval(timer);
          }
        },
        () => clearInterval(timer),
      );
    }, LOOK_MILLIS);
    return () => clearInterval(timer);
  }, [started]);

  const { outcome } = test;
  if (!outcome) {
    return (
      <Alert variant="info" isInline title={text.waiting} className="sp-above">
        {test.url && (
          <Button variant="link" isInline component="a" href={test.url} target="_blank" rel="noreferrer">
            {text.open}
          </Button>
        )}
      </Alert>
    );
  }
  const lists = (values: Record<string, string[]>) =>
    Object.entries(values)
      .map(([key, each]) => `${key}: ${each.join(", ")}`)
      .join("\n");
  return (
    <Alert
      variant={outcome.allowed ? "success" : "danger"}
      isInline
      title={outcome.allowed ? text.allowed : text.refused}
      className="sp-above sp-lines"
    >
      {outcome.refusal && <p>{outcome.refusal}</p>}
      <Details
        rows={[
          [text.user, outcome.user],
          [text.roles, outcome.roles.join(", ")],
          [text.logins, outcome.logins.join(", ")],
          [text.traits, lists(outcome.traits)],
          [text.attributes, lists(outcome.attributes)],
        ]}
      />
    </Alert>
  );
}
