import { ActionGroup, Alert, Button, Form, FormGroup, TextInput } from "@patternfly/react-core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { api, problemOf, type ProblemError } from "../api/client";
import type { WhoAmI } from "../api/types";
import { Gate } from "../page/Gate";
import { ProblemAlert } from "../page/ProblemAlert";

interface Props {
  /** What the person must know first, such as that the session is over. */
  notice?: string | undefined;
  initialUser?: string | undefined;
  onSignedIn: (me: WhoAmI) => void;
}

export function SignIn({ notice, initialUser = "", onSignedIn }: Props) {
  const [user, setUser] = useState(initialUser);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const codeField = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ProblemError>();
  const [cluster, setCluster] = useState("");

  useEffect(() => {
    api.ping().then(
      (info) => setCluster(info.cluster_name),
      (problem: unknown) => setFailure(problemOf(problem)),
    );
  }, []);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      onSignedIn(await api.signIn(user.trim(), password, code.replace(/\s/g, "")));
    } catch (problem) {
      setFailure(problemOf(problem));
      setCode("");
      setBusy(false);
      codeField.current?.focus();
    }
  }

  return (
    <Gate title="Sign in" {...(cluster && { subtitle: `Cluster ${cluster}` })}>
      <Form onSubmit={(event) => void submit(event)}>
        {notice && !failure && <Alert variant="info" isInline title={notice} />}
        {failure && <ProblemAlert title="You are not signed in" failure={failure} />}
        <FormGroup label="User" isRequired fieldId="user">
          <TextInput
            id="user"
            value={user}
            onChange={(_, value) => setUser(value)}
            autoComplete="username"
            autoCapitalize="none"
            autoFocus={initialUser === ""}
            isRequired
          />
        </FormGroup>
        <FormGroup label="Password" isRequired fieldId="password">
          <TextInput
            id="password"
            type="password"
            value={password}
            onChange={(_, value) => setPassword(value)}
            autoComplete="current-password"
            autoFocus={initialUser !== ""}
            isRequired
          />
        </FormGroup>
        <FormGroup label="Code of your authenticator" isRequired fieldId="code">
          <TextInput
            id="code"
            ref={codeField}
            value={code}
            onChange={(_, value) => setCode(value)}
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={7}
            isRequired
          />
        </FormGroup>
        <ActionGroup>
          <Button type="submit" isBlock isLoading={busy} isDisabled={busy || !user || !password || !code}>
            Sign in
          </Button>
        </ActionGroup>
      </Form>
    </Gate>
  );
}
