import { Bullseye, Button, Content, Form, Spinner } from "@patternfly/react-core";
import { type FormEvent, useEffect, useState } from "react";
import { api, problemOf, type ProblemError } from "../api/client";
import type { InviteView } from "../api/types";
import { keysSupported, makeKey } from "../api/webauthn";
import { Gate } from "../page/Gate";
import { ProblemAlert } from "../page/ProblemAlert";
import { localTime } from "../page/time";
import { NewPassword } from "./NewPassword";
import { passwordReady } from "./password";
import { type Factor, SecondFactor } from "./SecondFactor";
import { text } from "./text";

interface Props {
  secret: string;
  onAccepted: (user: string) => void;
}

export function InvitePage({ secret, onAccepted }: Props) {
  const [invite, setInvite] = useState<InviteView>();
  const [failure, setFailure] = useState<ProblemError>();

  useEffect(() => {
    let current = true;
    setInvite(undefined);
    setFailure(undefined);
    api.invite(secret).then(
      (view) => current && setInvite(view),
      (problem: unknown) => current && setFailure(problemOf(problem)),
    );
    return () => {
      current = false;
    };
  }, [secret]);

  if (failure) {
    return (
      <Gate title={text.unusable}>
        <ProblemAlert title={text.refused} failure={failure} />
        <p className="sp-above">
          <a href="#/nodes">{text.toSignIn}</a>
        </p>
      </Gate>
    );
  }
  if (!invite) {
    return (
      <Gate title={text.title}>
        <Bullseye>
          <Spinner aria-label={text.looking} />
        </Bullseye>
      </Gate>
    );
  }
  return (
    <Gate
      title={text.welcome(invite.user)}
      subtitle={text.once(invite.cluster_name, localTime(invite.expires))}
    >
      <AcceptForm secret={secret} invite={invite} onAccepted={onAccepted} />
    </Gate>
  );
}

function AcceptForm({ secret, invite, onAccepted }: Props & { invite: InviteView }) {
  const [password, setPassword] = useState("");
  const [repeated, setRepeated] = useState("");
  const [code, setCode] = useState("");
  const [factor, setFactor] = useState<Factor>(invite.passkeys && keysSupported() ? "passkey" : "app");
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ProblemError>();

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      await api.acceptInvite(secret, password, factor === "passkey" ? await passkey(secret) : { totp: code.replace(/\s/g, "") });
      onAccepted(invite.user);
    } catch (problem) {
      setFailure(problemOf(problem));
      setCode("");
      setBusy(false);
    }
  }

  return (
    <Form onSubmit={(event) => void submit(event)}>
      <Content component="h2">{text.stepPassword}</Content>
      <NewPassword
        user={invite.user}
        label={text.password}
        password={password}
        onPassword={setPassword}
        repeated={repeated}
        onRepeated={setRepeated}
      />
      <SecondFactor invite={invite} factor={factor} onFactor={setFactor} code={code} onCode={setCode} />
      {failure && <ProblemAlert title={text.notReady} failure={failure} />}
      <Button type="submit" isBlock isLoading={busy} isDisabled={busy || (factor === "app" && !code) || !passwordReady(password, repeated)}>
        {factor === "passkey" ? text.doneWithPasskey : text.done}
      </Button>
    </Form>
  );
}

/** The browser asks the person; what it makes is good for this invite alone. */
async function passkey(secret: string) {
  const { registration, webauthn } = await api.beginInvitePasskey(secret);
  if (!webauthn) {
    throw new Error("a passkey's registration without what to make it from");
  }
  return { registration, webauthn: await makeKey(webauthn) };
}
