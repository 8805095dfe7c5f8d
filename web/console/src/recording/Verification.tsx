import { Alert, Button } from "@patternfly/react-core";
import { useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import type { RecordingCheck } from "../api/types";
import { ProblemAlert } from "../page/ProblemAlert";
import { text as pageText } from "../page/text";
import { recordingApi } from "./api";
import { text } from "./text";

/** Has the server check every byte, and says what it found. */
export function Verification({ session }: { session: string }) {
  const [busy, setBusy] = useState(false);
  const [check, setCheck] = useState<RecordingCheck>();
  const [failure, setFailure] = useState<ProblemError>();

  async function verify() {
    setBusy(true);
    setFailure(undefined);
    try {
      setCheck(await recordingApi.verify(session));
    } catch (problem) {
      setFailure(problemOf(problem));
    }
    setBusy(false);
  }

  return (
    <div className="sp-form sp-above" aria-live="polite">
      {failure && <ProblemAlert title={pageText.notRead} failure={failure} />}
      {check?.sound && <Alert variant="success" isInline title={text.sound(check.segments)} />}
      {check && !check.sound && (
        <Alert variant="danger" isInline title={text.unsound}>
          <ul>
            {check.faults.map((fault) => (
              <li key={`${fault.segment} ${fault.what}`}>{text.fault(fault.segment, fault.what)}</li>
            ))}
          </ul>
        </Alert>
      )}
      <Button variant="secondary" className="sp-above" isLoading={busy} isDisabled={busy} onClick={() => void verify()}>
        {busy ? text.verifying : text.verify}
      </Button>
    </div>
  );
}
