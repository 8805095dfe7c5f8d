import { ActionGroup, Button, Divider, Form, FormGroup, Stack, StackItem, TextInput } from "@patternfly/react-core";
import { type FormEvent, useEffect, useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import type { WhoAmI } from "../api/types";
import { ProblemAlert } from "../page/ProblemAlert";
import { type Connector, departure, ssoApi } from "./api";
import { text } from "./text";

/** Single sign-on, before the form for local users; nothing when there is none. */
export function Choices({ onSignedIn }: { onSignedIn: (me: WhoAmI) => void }) {
  const [connectors, setConnectors] = useState<Connector[]>([]);
  const [asked, setAsked] = useState<Connector>();

  useEffect(() => {
    // without the list the form for local users is still there
    ssoApi.connectors().then(setConnectors, () => setConnectors([]));
  }, []);

  if (connectors.length === 0) {
    return null;
  }
  return (
    <Stack hasGutter className="sp-above">
      {connectors.map((connector) => (
        <StackItem key={connector.name}>
          {connector.method === "password" ? (
            <Button variant="secondary" isBlock onClick={() => setAsked(asked === connector ? undefined : connector)}>
              {text.signInWith(connector.display)}
            </Button>
          ) : (
            <Button variant="secondary" isBlock component="a" href={departure(connector, location.hash || location.pathname)}>
              {text.signInWith(connector.display)}
            </Button>
          )}
          {asked === connector && <PasswordForm connector={connector} onSignedIn={onSignedIn} />}
        </StackItem>
      ))}
      <Divider />
    </Stack>
  );
}

function PasswordForm({ connector, onSignedIn }: { connector: Connector; onSignedIn: (me: WhoAmI) => void }) {
  const [user, setUser] = useState("");
  const [password, setPassword] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ProblemError>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      onSignedIn(await ssoApi.signIn(connector.name, user.trim(), password));
    } catch (problem) {
      setFailure(problemOf(problem));
      setPassword("");
      setBusy(false);
    }
  }

  return (
    <Form className="sp-above" onSubmit={(event) => void submit(event)}>
      {failure && <ProblemAlert title={text.notSignedIn} failure={failure} />}
      <FormGroup label={text.userOf(connector.display)} isRequired fieldId="sso-user">
        <TextInput
          id="sso-user"
          value={user}
          onChange={(_, value) => setUser(value)}
          autoComplete="username"
          autoCapitalize="none"
          autoFocus
          isRequired
        />
      </FormGroup>
      <FormGroup label={text.passwordOf(connector.display)} isRequired fieldId="sso-password">
        <TextInput
          id="sso-password"
          type="password"
          value={password}
          onChange={(_, value) => setPassword(value)}
          autoComplete="current-password"
          isRequired
        />
      </FormGroup>
      <ActionGroup>
        <Button type="submit" isBlock isLoading={busy} isDisabled={busy || !user || !password}>
          {text.go}
        </Button>
      </ActionGroup>
    </Form>
  );
}
