import { Alert, Button } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import type { LogProof } from "../api/types";
import { ProblemAlert } from "../page/ProblemAlert";
import { auditApi } from "./api";
import { type HeadCheck, headSigned } from "./head-check";
import { included } from "./proof-check";
import { text } from "./text";

/** What the browser found out by itself. */
export interface Checked {
  index: number;
  size: number;
  keyId: string;
  included: boolean;
  head: HeadCheck;
}

export async function check(proof: LogProof): Promise<Checked> {
  const { entry, head } = proof;
  const of = { index: entry.index, size: head.size, keyId: head.key_id };
  // browsers calculate nothing for pages that did not come by HTTPS
  return globalThis.crypto?.subtle === undefined
    ? { ...of, included: false, head: "unsupported" }
    : { ...of, included: await included(proof), head: await headSigned(head) };
}

/** Asks for the proof that an event is in the transparency log, follows it and checks the head's signature, all here. */
export function Proof({ uid }: { uid: string }) {
  const [busy, setBusy] = useState(false);
  const [checked, setChecked] = useState<Checked>();
  const [failure, setFailure] = useState<ProblemError>();
  useEffect(() => {
    setChecked(undefined);
    setFailure(undefined);
  }, [uid]);

  async function prove() {
    setBusy(true);
    setFailure(undefined);
    try {
      setChecked(await check(await auditApi.proof(uid)));
    } catch (problem) {
      setFailure(problemOf(problem));
    }
    setBusy(false);
  }

  return (
    <div className="sp-above" aria-live="polite">
      {failure && <ProblemAlert title={text.noProof} failure={failure} />}
      {checked && <Verdict checked={checked} />}
      {!checked && (
        <Button variant="secondary" size="sm" isLoading={busy} isDisabled={busy} onClick={() => void prove()}>
          {busy ? text.proving : text.prove}
        </Button>
      )}
    </div>
  );
}

/** Nothing but what was checked has a tick. */
export function Verdict({ checked }: { checked: Checked }) {
  if (checked.head === "invalid") {
    return (
      <Alert variant="danger" isInline title={text.notSigned}>
        <p className="sp-breakable">{text.key(checked.keyId)}</p>
      </Alert>
    );
  }
  if (checked.head === "unsupported") {
    return (
      <Alert variant="warning" isInline title={text.notChecked}>
        <p>{checked.included ? text.pathOnly(checked.index, checked.size) : text.nothingChecked}</p>
        <p>{text.checkElsewhere}</p>
      </Alert>
    );
  }
  if (!checked.included) {
    return <Alert variant="danger" isInline title={text.notProven} />;
  }
  return (
    <Alert variant="success" isInline title={text.proven(checked.index, checked.size)}>
      <p className="sp-breakable">
        {text.signed} {text.key(checked.keyId)}
      </p>
      <p>{text.meaning}</p>
      <p>{text.proveMore}</p>
    </Alert>
  );
}
