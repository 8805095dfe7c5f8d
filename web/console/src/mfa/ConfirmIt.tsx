import { ActionGroup, Alert, Button, Content, Form, FormGroup, Spinner, TextInput } from "@patternfly/react-core";
import { type FormEvent, useEffect, useState } from "react";
import { api, problemOf, type ProblemError } from "../api/client";
import type { MfaAnswer, MfaChallenge } from "../api/types";
import { useKey } from "../api/webauthn";
import { ProblemAlert } from "../page/ProblemAlert";
import { text } from "./text";

interface Props {
  /** What will be done, such as "remove the device 'phone'". */
  what: string;
  /** Throws when the server refuses; the form then stays. */
  onAnswer: (answer: MfaAnswer) => Promise<void>;
  onCancel: () => void;
}

/** Shows a second factor again before a change: a session left open must not be enough. */
export function ConfirmIt({ what, onAnswer, onCancel }: Props) {
  const [challenge, setChallenge] = useState<MfaChallenge>();
  const [recovery, setRecovery] = useState(false);
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ProblemError>();

  useEffect(() => {
    let current = true;
    api.challenge().then(
      (known) => current && setChallenge(known),
      (problem: unknown) => current && setFailure(problemOf(problem)),
    );
    return () => {
      current = false;
    };
  }, []);

  async function show(answer: () => Promise<MfaAnswer>) {
    setBusy(true);
    setFailure(undefined);
    try {
      await onAnswer(await answer());
    } catch (problem) {
      setFailure(problemOf(problem));
      setCode("");
      setBusy(false);
    }
  }

  function submit(event: FormEvent) {
    event.preventDefault();
    const text = code.trim();
    void show(async () => (recovery ? { recovery_code: text } : { totp: text.replace(/\s/g, "") }));
  }

  /** Each challenge is good once. */
  const withKey = () =>
    show(async () => {
      const fresh = await api.challenge();
      return fresh.webauthn ? { webauthn: await useKey(fresh.webauthn) } : {};
    });

  if (!challenge) {
    return failure ? (
      <ProblemAlert title={text.cannotConfirm} failure={failure} />
    ) : (
      <Spinner aria-label={text.looking} />
    );
  }
  return (
    <Form onSubmit={submit} className="sp-form">
      <Content component="h2">{text.show(what)}</Content>
      {challenge.notice && <Alert variant="warning" isInline title={challenge.notice} />}
      {failure && <ProblemAlert title={text.unchanged} failure={failure} />}
      {(recovery || challenge.kinds.includes("totp")) && (
        <FormGroup label={recovery ? text.recoveryCode : text.code} fieldId="confirm-code">
          <TextInput
            id="confirm-code"
            value={code}
            onChange={(_, value) => setCode(value)}
            autoComplete={recovery ? "off" : "one-time-code"}
            inputMode={recovery ? "text" : "numeric"}
            autoFocus
          />
        </FormGroup>
      )}
      <ActionGroup>
        {(recovery || challenge.kinds.includes("totp")) && (
          <Button type="submit" isLoading={busy} isDisabled={busy || !code}>
            {text.confirm}
          </Button>
        )}
        {challenge.webauthn && (
          <Button variant="secondary" isDisabled={busy} onClick={() => void withKey()}>
            {text.confirmByKey}
          </Button>
        )}
        {challenge.recovery_codes && !recovery && (
          <Button variant="link" isDisabled={busy} onClick={() => setRecovery(true)}>
            {text.useRecovery}
          </Button>
        )}
        <Button variant="link" onClick={onCancel}>
          {text.cancel}
        </Button>
      </ActionGroup>
    </Form>
  );
}
