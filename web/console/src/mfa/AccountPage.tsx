import { Alert, Button, ClipboardCopy, Content, Flex, Spinner } from "@patternfly/react-core";
import { useCallback, useEffect, useState } from "react";
import { LoginSessions } from "../account/LoginSessions";
import { PasswordSection } from "../account/PasswordSection";
import { api, problemOf, type ProblemError } from "../api/client";
import type { MfaAnswer, MfaDevices, MfaKind, MfaRegistration } from "../api/types";
import { useConsole } from "../page/console";
import { ProblemAlert } from "../page/ProblemAlert";
import { ConfirmIt } from "./ConfirmIt";
import { DeviceTable } from "./DeviceTable";
import { NewDevice } from "./NewDevice";
import { text } from "./text";

/** Changes go in steps: show a device, then do it, then perhaps prove the new one. */
type Step =
  | { at: "list"; notice?: string }
  | { at: "confirm"; what: string; act: (answer: MfaAnswer) => Promise<Step> }
  | { at: "enrol"; registration: MfaRegistration }
  | { at: "codes"; codes: string[] };

export function AccountPage() {
  const { me, sessionOver: onSessionOver } = useConsole();
  const [mine, setMine] = useState<MfaDevices>();
  const [failure, setFailure] = useState<ProblemError>();
  const [step, setStep] = useState<Step>({ at: "list" });
  /** Of the password: each ends login sessions. */
  const [changes, setChanges] = useState(0);

  const read = useCallback(async () => {
    try {
      setMine(await api.devices());
      setFailure(undefined);
    } catch (problem) {
      const refused = problemOf(problem);
      if (refused.sessionOver) {
        onSessionOver(refused);
      } else {
        setFailure(refused);
      }
    }
  }, [onSessionOver]);

  useEffect(() => {
    void read();
  }, [read, step]);

  const list = () => setStep({ at: "list" });

  const none = mine?.devices.length === 0;

  async function first(kind: MfaKind) {
    try {
      setStep({ at: "enrol", registration: await api.beginDevice(kind, false, {}) });
    } catch (problem) {
      setFailure(problemOf(problem));
    }
  }

  function add(what: string, kind: MfaKind, passwordless: boolean) {
    if (none) {
      // nothing to confirm it by: a login of just now stands for it
      void first(kind);
      return;
    }
    setStep({
      at: "confirm",
      what,
      act: async (answer) => ({ at: "enrol", registration: await api.beginDevice(kind, passwordless, answer) }),
    });
  }

  return (
    <>
      <div className="sp-title-row">
        <Content component="h1">{text.title(me.user)}</Content>
      </div>
      {failure && <ProblemAlert title={text.failed} failure={failure} />}
      {step.at === "list" && step.notice && <Alert variant="success" isInline title={step.notice} />}
      {step.at === "confirm" && (
        <ConfirmIt
          what={step.what}
          onAnswer={async (answer) => setStep(await step.act(answer))}
          onCancel={list}
        />
      )}
      {step.at === "enrol" && (
        <NewDevice
          registration={step.registration}
          onAdded={() => setStep({ at: "list", notice: text.wasAdded })}
          onCancel={list}
        />
      )}
      {step.at === "codes" && <Codes codes={step.codes} onDone={list} />}
      {step.at === "list" && !mine && !failure && <Spinner aria-label={text.readingDevices} />}
      {step.at === "list" && mine && (
        <>
          <Content component="h2">{text.factors}</Content>
          {me.connector !== "" && (
            <p>{text.byConnector(me.connector)}</p>
          )}
          {none && <p>{text.none}</p>}
          {!none && (
            <DeviceTable
              devices={mine.devices}
              now={Date.now()}
              onRemove={(device) =>
                setStep({
                  at: "confirm",
                  what: text.toRemove(device.name),
                  act: async (answer) => {
                    await api.removeDevice(device.id, answer);
                    return { at: "list", notice: text.wasRemoved(device.name) };
                  },
                })
              }
            />
          )}
          <Flex className="sp-above">
            {me.connector === "" && (
              <Button onClick={() => add(text.toAddPasskey, "webauthn", true)}>{text.addPasskey}</Button>
            )}
            <Button variant="secondary" onClick={() => add(text.toAddKey, "webauthn", false)}>
              {text.addKey}
            </Button>
            <Button variant="secondary" onClick={() => add(text.toAddApp, "totp", false)}>
              {text.addApp}
            </Button>
          </Flex>
          {!none && (
            <>
              <Content component="h2" className="sp-above">
                {text.codes}
              </Content>
              <p>
                {mine.recovery_codes === 0
                  ? text.noCodes
                  : text.left(mine.recovery_codes)}
              </p>
              <Button
                className="sp-above"
                variant="secondary"
                onClick={() =>
                  setStep({
                    at: "confirm",
                    what: text.toMakeCodes,
                    act: async (answer) => ({ at: "codes", codes: (await api.recoveryCodes(answer)).codes }),
                  })
                }
              >
                {text.makeCodes}
              </Button>
            </>
          )}
        </>
      )}
      {step.at === "list" && (
        <>
          {me.connector === "" && (
            <PasswordSection
              onChanged={(notice) => {
                setStep({ at: "list", notice });
                setChanges((before) => before + 1);
              }}
            />
          )}
          <LoginSessions key={changes} />
        </>
      )}
    </>
  );
}

function Codes({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <div className="sp-form">
      <Content component="h2">{text.yourCodes}</Content>
      <Alert
        variant="warning"
        isInline
        title={text.codesOnce}
      />
      <ul className="sp-codes" aria-label={text.codes}>
        {codes.map((code) => (
          <li key={code}>{code}</li>
        ))}
      </ul>
      <ClipboardCopy isReadOnly hoverTip={text.copy} clickTip={text.copied} textAriaLabel={text.allCodes}>
        {codes.join(" ")}
      </ClipboardCopy>
      <Button className="sp-above" onClick={onDone}>
        {text.kept}
      </Button>
    </div>
  );
}
