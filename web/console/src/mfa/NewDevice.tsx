import {
  ActionGroup,
  Button,
  ClipboardCopy,
  Content,
  Form,
  FormGroup,
  TextInput,
} from "@patternfly/react-core";
import { type FormEvent, useState } from "react";
import { api, problemOf, type ProblemError } from "../api/client";
import type { MfaRegistration } from "../api/types";
import { makeKey } from "../api/webauthn";
import { QrCode } from "../invite/QrCode";
import { ProblemAlert } from "../page/ProblemAlert";
import { text } from "./text";

interface Props {
  registration: MfaRegistration;
  onAdded: () => void;
  onCancel: () => void;
}

/** The second half of adding a device: it proves itself and gets a name. */
export function NewDevice({ registration, onAdded, onCancel }: Props) {
  const { webauthn, totp_uri, totp_secret } = registration;
  const [name, setName] = useState(webauthn?.passwordless ? text.passkeyName : webauthn ? text.keyName : "");
  const [code, setCode] = useState("");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ProblemError>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      const proof = webauthn ? { webauthn: await makeKey(webauthn) } : { totp: code.replace(/\s/g, "") };
      await api.addDevice(registration.registration, name, proof);
      onAdded();
    } catch (problem) {
      setFailure(problemOf(problem));
      setCode("");
      setBusy(false);
    }
  }

  return (
    <Form onSubmit={(event) => void submit(event)} className="sp-form">
      <Content component="h2">{title(registration)}</Content>
      {failure && <ProblemAlert title={text.notAdded} failure={failure} />}
      {totp_uri && totp_secret && (
        <>
          <QrCode text={totp_uri} label={text.qr} />
          <FormGroup label={text.typeKey} fieldId="device-secret">
            <ClipboardCopy isReadOnly hoverTip={text.copy} clickTip={text.copied} textAriaLabel={text.appKey}>
              {totp_secret}
            </ClipboardCopy>
          </FormGroup>
        </>
      )}
      <FormGroup label={text.deviceName} isRequired fieldId="device-name">
        <TextInput
          id="device-name"
          value={name}
          onChange={(_, value) => setName(value)}
          placeholder={text.example}
          maxLength={64}
          isRequired
        />
      </FormGroup>
      {!webauthn && (
        <FormGroup label={text.newCode} isRequired fieldId="device-code">
          <TextInput
            id="device-code"
            value={code}
            onChange={(_, value) => setCode(value)}
            autoComplete="one-time-code"
            inputMode="numeric"
            maxLength={7}
            isRequired
          />
        </FormGroup>
      )}
      <ActionGroup>
        <Button type="submit" isLoading={busy} isDisabled={busy || !name.trim() || (!webauthn && !code)}>
          {webauthn ? text.register : text.addTheApp}
        </Button>
        <Button variant="link" onClick={onCancel}>
          {text.cancel}
        </Button>
      </ActionGroup>
    </Form>
  );
}

function title({ webauthn }: MfaRegistration): string {
  if (!webauthn) {
    return text.intoApp;
  }
  return webauthn.passwordless ? text.makePasskey : text.touch;
}
