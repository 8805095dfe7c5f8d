import { ActionGroup, Alert, Button, Divider, Form, FormGroup, TextInput } from "@patternfly/react-core";
import { type FormEvent, useEffect, useRef, useState } from "react";
import { api, problemOf, ProblemError } from "../api/client";
import type { MfaAnswer, WhoAmI } from "../api/types";
import { useKey } from "../api/webauthn";
import { Gate } from "../page/Gate";
import { ProblemAlert } from "../page/ProblemAlert";
import { Choices } from "../sso/Choices";
import { text } from "./text";

interface Props {
  /** What the person must know first, such as that the session is over. */
  notice?: string | undefined;
  initialUser?: string | undefined;
  /** Why a way in that left this page did not succeed. */
  refusal?: ProblemError | undefined;
  onSignedIn: (me: WhoAmI) => void;
}

export function SignIn({ notice, initialUser = "", refusal, onSignedIn }: Props) {
  const [user, setUser] = useState(initialUser);
  const [password, setPassword] = useState("");
  const [code, setCode] = useState("");
  const [recovery, setRecovery] = useState(false);
  const codeField = useRef<HTMLInputElement>(null);
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ProblemError | undefined>(refusal);
  const [cluster, setCluster] = useState("");

  useEffect(() => {
    api.ping().then(
      (info) => setCluster(info.cluster_name),
      (problem: unknown) => setFailure(problemOf(problem)),
    );
  }, []);

  async function attempt(signIn: () => Promise<WhoAmI>) {
    setBusy(true);
    setFailure(undefined);
    try {
      onSignedIn(await signIn());
    } catch (problem) {
      setFailure(problemOf(problem));
      setCode("");
      setBusy(false);
      codeField.current?.focus();
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const answer: MfaAnswer = recovery ? { recovery_code: code.trim() } : { totp: code.replace(/\s/g, "") };
    void attempt(() => api.signIn(user.trim(), password, answer));
  }

  const withKey = () =>
    attempt(async () => {
      const challenge = await api.signInChallenge(user.trim(), password);
      if (!challenge.webauthn) {
        throw noKey(challenge.notice);
      }
      return api.signIn(user.trim(), password, { webauthn: await useKey(challenge.webauthn) });
    });

  const withPasskey = () =>
    attempt(async () => {
      const challenge = await api.signInChallenge();
      if (!challenge.webauthn) {
        throw noKey(challenge.notice);
      }
      return api.passkeySignIn({ webauthn: await useKey(challenge.webauthn) });
    });

  return (
    <Gate title={text.title} {...(cluster && { subtitle: text.cluster(cluster) })}>
      {notice && !failure && <Alert variant="info" isInline title={notice} />}
      {failure && <ProblemAlert title={text.refused} failure={failure} />}
      <Choices onSignedIn={onSignedIn} />
      <Form className="sp-above" onSubmit={submit}>
        <FormGroup label={text.user} isRequired fieldId="user">
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
        <FormGroup label={text.password} isRequired fieldId="password">
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
        <FormGroup label={recovery ? text.recoveryCode : text.code} isRequired fieldId="code">
          <TextInput
            id="code"
            ref={codeField}
            value={code}
            onChange={(_, value) => setCode(value)}
            autoComplete={recovery ? "off" : "one-time-code"}
            inputMode={recovery ? "text" : "numeric"}
            maxLength={recovery ? 40 : 7}
            isRequired
          />
        </FormGroup>
        <ActionGroup>
          <Button type="submit" isBlock isLoading={busy} isDisabled={busy || !user || !password || !code}>
            {text.title}
          </Button>
          <Button
            variant="secondary"
            isBlock
            isDisabled={busy || !user || !password}
            onClick={() => void withKey()}
          >
            {text.useKey}
          </Button>
          <Button
            variant="link"
            isBlock
            onClick={() => {
              setRecovery(!recovery);
              setCode("");
              codeField.current?.focus();
            }}
          >
            {recovery ? text.useCode : text.useRecovery}
          </Button>
        </ActionGroup>
        <Divider />
        <Button variant="secondary" isBlock isDisabled={busy} onClick={() => void withPasskey()}>
          {text.usePasskey}
        </Button>
      </Form>
    </Gate>
  );
}

function noKey(notice: string): ProblemError {
  const detail = notice || text.noKey;
  return new ProblemError({ title: "SECURITY_KEY_UNUSABLE", status: 0, detail, code: 511, trace_id: "" });
}
