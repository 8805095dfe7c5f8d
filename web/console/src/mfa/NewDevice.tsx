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

interface Props {
  registration: MfaRegistration;
  onAdded: () => void;
  onCancel: () => void;
}

/** The second half of adding a device: it proves itself and gets a name. */
export function NewDevice({ registration, onAdded, onCancel }: Props) {
  const { webauthn, totp_uri, totp_secret } = registration;
  const [name, setName] = useState(webauthn?.passwordless ? "passkey" : webauthn ? "security key" : "");
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
      {failure && <ProblemAlert title="The device was not added" failure={failure} />}
      {totp_uri && totp_secret && (
        <>
          <QrCode text={totp_uri} label="QR code for your authenticator app" />
          <FormGroup label="Or type this key into the app (time-based, 6 digits)" fieldId="device-secret">
            <ClipboardCopy isReadOnly hoverTip="Copy" clickTip="Copied" textAriaLabel="Key for the authenticator app">
              {totp_secret}
            </ClipboardCopy>
          </FormGroup>
        </>
      )}
      <FormGroup label="Name of the device" isRequired fieldId="device-name">
        <TextInput
          id="device-name"
          value={name}
          onChange={(_, value) => setName(value)}
          placeholder="such as: phone"
          maxLength={64}
          isRequired
        />
      </FormGroup>
      {!webauthn && (
        <FormGroup label="Code that the new app shows" isRequired fieldId="device-code">
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
          {webauthn ? "Register the key" : "Add the app"}
        </Button>
        <Button variant="link" onClick={onCancel}>
          Cancel
        </Button>
      </ActionGroup>
    </Form>
  );
}

function title({ webauthn }: MfaRegistration): string {
  if (!webauthn) {
    return "Add this account to the new app";
  }
  return webauthn.passwordless ? "Make a passkey on this device or a key" : "Insert the security key and touch it";
}
