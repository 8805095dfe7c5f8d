import { Button, Form, Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core";
import { type FormEvent, type ReactNode, useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import type { MfaAnswer } from "../api/types";
import { ConfirmIt } from "../mfa/ConfirmIt";
import { useConsole } from "./console";
import { ProblemAlert } from "./ProblemAlert";
import { text } from "./text";

interface Props {
  title: string;
  /** On the button, and said when a second factor is asked for. */
  action: string;
  /** Throws what the server refuses; the dialog then stays and says so. */
  onSubmit: (answer?: MfaAnswer) => Promise<void>;
  onClose: () => void;
  danger?: boolean;
  ready?: boolean;
  wide?: boolean;
  children?: ReactNode;
}

/** A change that is asked for: form, refusal, and a second factor where the cluster wants one for changes. */
export function Dialog({ title, action, onSubmit, onClose, danger, ready = true, wide, children }: Props) {
  const { sessionOver } = useConsole();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ProblemError>();
  const [confirming, setConfirming] = useState(false);

  async function submit(event: FormEvent) {
    event.preventDefault();
    setBusy(true);
    setFailure(undefined);
    try {
      await onSubmit();
    } catch (problem) {
      const refused = problemOf(problem);
      if (refused.sessionOver) {
        sessionOver(refused);
      } else if (refused.problem.title === "MFA_REQUIRED") {
        setConfirming(true);
      } else {
        setFailure(refused);
      }
      setBusy(false);
    }
  }

  return (
    <Modal isOpen variant={wide ? "large" : "small"} onClose={onClose} aria-labelledby="dialog-title">
      <ModalHeader title={title} labelId="dialog-title" {...(danger && { titleIconVariant: "warning" as const })} />
      {confirming ? (
        <ModalBody>
          <ConfirmIt
            what={action.toLowerCase()}
            onAnswer={onSubmit}
            onCancel={() => {
              setConfirming(false);
              setBusy(false);
            }}
          />
        </ModalBody>
      ) : (
        <>
          <ModalBody>
            {failure && <ProblemAlert title={text.nothingChanged} failure={failure} />}
            <Form id="dialog-form" onSubmit={(event) => void submit(event)}>
              {children}
            </Form>
          </ModalBody>
          <ModalFooter>
            <Button
              type="submit"
              form="dialog-form"
              variant={danger ? "danger" : "primary"}
              isLoading={busy}
              isDisabled={busy || !ready}
            >
              {action}
            </Button>
            <Button variant="link" onClick={onClose}>
              {text.cancel}
            </Button>
          </ModalFooter>
        </>
      )}
    </Modal>
  );
}
