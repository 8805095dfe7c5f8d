import { Alert, Button, FormGroup, TextArea } from "@patternfly/react-core";
import { useEffect, useRef, useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import type { AccessDiff, MfaAnswer, Resource } from "../api/types";
import { Dialog } from "../page/Dialog";
import { ProblemAlert } from "../page/ProblemAlert";
import { resourceApi } from "./api";
import { fromYaml, lineOf } from "./document";
import { Preview } from "./Preview";
import { text } from "./text";

interface Props {
  /** As it is stored, or what a new one begins with. */
  original: string;
  /** Of what is stored; 0 of a new one. */
  revision: number;
  /** Whether the server can tell what it would change for whom. */
  judged: boolean;
  mayWrite: boolean;
  /** Throws what the server refuses. */
  onSave: (resource: Resource, revision: number, answer?: MfaAnswer) => Promise<void>;
}

type Fault = { failure: ProblemError; line: number };

/** A document as YAML: checked by the server, with what it changes shown before it is stored. */
export function Editor({ original, revision, judged, mayWrite, onSave }: Props) {
  const [base, setBase] = useState({ text: original, revision });
  const [source, setSource] = useState(original);
  const [fault, setFault] = useState<Fault>();
  const [preview, setPreview] = useState<{ resource: Resource; diff: AccessDiff | undefined }>();
  const [saved, setSaved] = useState(false);
  const [busy, setBusy] = useState(false);
  const area = useRef<HTMLTextAreaElement>(null);

  useEffect(() => {
    // what is being edited stays, and with it the revision that it began from: the server refuses what became stale
    if (revision !== base.revision && source === base.text) {
      setBase({ text: original, revision });
      setSource(original);
    }
  }, [original, revision, base, source]);

  function refuse(failure: ProblemError, line: number) {
    setFault({ failure, line });
    mark(area.current, source, line);
  }

  async function check() {
    setSaved(false);
    setFault(undefined);
    const read = fromYaml(source);
    if (!read.ok) {
      refuse(problemOf(new Error(read.message)), read.line);
      return;
    }
    setBusy(true);
    try {
      const diff = judged ? await resourceApi.diff(source) : undefined;
      setPreview({ resource: read.resource, diff });
    } catch (problem) {
      const failure = problemOf(problem);
      refuse(failure, lineOf(failure.message, source, true));
    }
    setBusy(false);
  }

  async function save(resource: Resource, answer?: MfaAnswer) {
    try {
      await onSave(resource, base.revision, answer);
      setBase({ text: source, revision: base.revision });
    } catch (problem) {
      const failure = problemOf(problem);
      if (failure.problem.title === "INVALID_RESOURCE") {
        setPreview(undefined);
        refuse(failure, lineOf(failure.message, source, false));
        return;
      }
      throw failure;
    }
    setPreview(undefined);
    setSaved(true);
  }

  return (
    <>
      {saved && <Alert variant="success" isInline title={text.saved} />}
      {fault && <ProblemAlert title={text.wrong} failure={fault.failure} />}
      {fault && fault.line > 0 && (
        <p className="sp-wrong">
          <strong>{text.line(fault.line)}</strong> <code>{source.split("\n")[fault.line - 1]}</code> {text.lineShown}
        </p>
      )}
      <FormGroup label={text.document} fieldId="document" className="sp-above">
        <TextArea
          id="document"
          ref={area}
          className="sp-proposal"
          value={source}
          rows={Math.min(32, Math.max(12, source.split("\n").length + 1))}
          resizeOrientation="vertical"
          spellCheck={false}
          validated={fault ? "error" : "default"}
          {...(!mayWrite && { readOnlyVariant: "default" as const })}
          onChange={(_, value) => setSource(value)}
        />
      </FormGroup>
      {mayWrite && (
        <Button className="sp-above" isLoading={busy} isDisabled={busy} onClick={() => void check()}>
          {text.check}
        </Button>
      )}
      {preview && (
        <Dialog
          title={text.changes}
          action={text.save}
          wide
          onClose={() => setPreview(undefined)}
          onSubmit={(answer) => save(preview.resource, answer)}
        >
          <Preview before={base.text} after={source} diff={preview.diff} />
        </Dialog>
      )}
    </>
  );
}

/** Selects a line, which also scrolls to it. */
function mark(area: HTMLTextAreaElement | null, source: string, line: number): void {
  if (area && line > 0) {
    const lines = source.split("\n");
    const start = lines.slice(0, line - 1).reduce((sum, each) => sum + each.length + 1, 0);
    area.focus();
    area.setSelectionRange(start, start + (lines[line - 1]?.length ?? 0));
  }
}
