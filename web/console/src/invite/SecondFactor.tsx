import { ClipboardCopy, Content, FormGroup, Radio, TextInput } from "@patternfly/react-core";
import type { InviteView } from "../api/types";
import { QrCode } from "./QrCode";
import { text } from "./text";

export type Factor = "passkey" | "app";

interface Props {
  invite: InviteView;
  factor: Factor;
  onFactor: (factor: Factor) => void;
  code: string;
  onCode: (code: string) => void;
}

/** A passkey of this device, or an authenticator app; the choice is there where the cluster's address allows passkeys. */
export function SecondFactor({ invite, factor, onFactor, code, onCode }: Props) {
  return (
    <>
      <Content component="h2">{text.stepFactor}</Content>
      {invite.passkeys && (
        <FormGroup role="radiogroup" label={text.secondFactor} fieldId="factor">
          <Radio
            id="factor-passkey"
            name="factor"
            label={text.passkey}
            description={text.passkeyHint}
            isChecked={factor === "passkey"}
            onChange={() => onFactor("passkey")}
          />
          <Radio
            id="factor-app"
            name="factor"
            label={text.app}
            description={text.appHint}
            isChecked={factor === "app"}
            onChange={() => onFactor("app")}
          />
        </FormGroup>
      )}
      {factor === "app" && <AuthenticatorApp invite={invite} code={code} onCode={onCode} />}
    </>
  );
}

function AuthenticatorApp({ invite, code, onCode }: Pick<Props, "invite" | "code" | "onCode">) {
  return (
    <>
      <Content component="p">{text.scan}</Content>
      <QrCode text={invite.totp_uri} label={text.qr} />
      <FormGroup label={text.typeKey} fieldId="totp-secret">
        <ClipboardCopy isReadOnly hoverTip={text.copy} clickTip={text.copied} textAriaLabel={text.key}>
          {invite.totp_secret}
        </ClipboardCopy>
      </FormGroup>
      <FormGroup label={text.sameDevice} fieldId="totp-uri">
        <a id="totp-uri" href={invite.totp_uri}>
          {text.addToApp}
        </a>
      </FormGroup>
      <FormGroup label={text.code} isRequired fieldId="code">
        <TextInput
          id="code"
          value={code}
          onChange={(_, value) => onCode(value)}
          autoComplete="one-time-code"
          inputMode="numeric"
          maxLength={7}
          isRequired
        />
      </FormGroup>
    </>
  );
}
