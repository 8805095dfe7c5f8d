import { Alert, Button } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import type { LogProof } from "../api/types";
import { ProblemAlert } from "../page/ProblemAlert";
import { auditApi } from "./api";
import { included } from "./proof-check";
import { text } from "./text";

/** Asks for the proof that an event is in the transparency log, and follows it here. */
export function Proof({ uid }: { uid: string }) {
  const [busy, setBusy] = useState(false);
  const [found, setFound] = useState<{ proof: LogProof; holds: boolean }>();
  const [failure, setFailure] = useState<ProblemError>();
  useEffect(() => {
    setFound(undefined);
    setFailure(undefined);
  }, [uid]);

  async function prove() {
    setBusy(true);
    setFailure(undefined);
    try {
      const proof = await auditApi.proof(uid);
      setFound({ proof, holds: await included(proof) });
    } catch (problem) {
      setFailure(problemOf(problem));
    }
    setBusy(false);
  }

  return (
    <div className="sp-above" aria-live="polite">
      {failure && <ProblemAlert title={text.noProof} failure={failure} />}
      {found?.holds && (
        <Alert variant="success" isInline title={text.proven(found.proof.entry.index, found.proof.head.size)}>
          {text.proveMore}
        </Alert>
      )}
      {found && !found.holds && <Alert variant="danger" isInline title={text.notProven} />}
      {!found && (
        <Button variant="secondary" size="sm" isLoading={busy} isDisabled={busy} onClick={() => void prove()}>
          {busy ? text.proving : text.prove}
        </Button>
      )}
    </div>
  );
}
