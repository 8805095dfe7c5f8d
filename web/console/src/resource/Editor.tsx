import { Alert, Button, FormGroup, Tab, Tabs, TabTitleText, TextArea } from "@patternfly/react-core";
import { useEffect, useRef, useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import type { AccessDiff, MfaAnswer, Resource } from "../api/types";
import { Dialog } from "../page/Dialog";
import { ProblemAlert } from "../page/ProblemAlert";
import { partsOf } from "../page/problem";
import { resourceApi } from "./api";
import { fromYaml, lineOf } from "./document";
import type { DocumentForm } from "./form";
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
  /** Besides YAML. */
  form?: DocumentForm | undefined;
  /** Throws what the server refuses. */
  onSave: (resource: Resource, revision: number, answer?: MfaAnswer) => Promise<void>;
}

/** What is wrong, at which line of the source, and at which field of the form. */
type Fault = { failure: ProblemError; line: number; field: string | undefined };

/** A document as YAML or in a form: checked by the server, with what it changes shown before it is stored. */
export function Editor({ original, revision, judged, mayWrite, form, onSave }: Props) {
  const [inForm, setInForm] = useState(form !== undefined);
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

  useEffect(() => {
    if (fault?.field !== undefined && inForm && !focusOn(fault.field)) {
      // a field that is not shown cannot tell it
      setFault({ ...fault, field: undefined });
    } else if (fault && !inForm) {
      mark(area.current, source, fault.line);
    }
    // only a new fault moves the cursor, not what is typed after it
  }, [fault]);

  function refuse(failure: ProblemError, line: number, sentAsText: boolean) {
    setFault({ failure, line, field: form?.fieldOf(failure.message, source, sentAsText) });
  }

  async function check() {
    setSaved(false);
    setFault(undefined);
    const read = fromYaml(source);
    if (!read.ok) {
      const failure = problemOf(new Error(read.message));
      setFault({ failure, line: read.line, field: form?.fieldOf(`${read.message}, line ${read.line}`, source, true) });
      return;
    }
    setBusy(true);
    try {
      const diff = judged ? await resourceApi.diff(source) : undefined;
      setPreview({ resource: read.resource, diff });
    } catch (problem) {
      const failure = problemOf(problem);
      refuse(failure, lineOf(failure.message, source, true), true);
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
        refuse(failure, lineOf(failure.message, source, false), false);
        return;
      }
      throw failure;
    }
    setPreview(undefined);
    setSaved(true);
  }

  const yaml = (
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
  );
  const told = inForm && fault?.field !== undefined;

  return (
    <>
      {saved && <Alert variant="success" isInline title={text.saved} />}
      {fault && !told && <ProblemAlert title={text.wrong} failure={fault.failure} />}
      {fault && !told && fault.line > 0 && (
        <p className="sp-wrong">
          <strong>{text.line(fault.line)}</strong> <code>{source.split("\n")[fault.line - 1]}</code>{" "}
          {inForm ? text.lineInYaml : text.lineShown}
        </p>
      )}
      {form === undefined ? (
        yaml
      ) : (
        <Tabs
          activeKey={inForm ? "form" : "yaml"}
          onSelect={(_, key) => setInForm(key === "form")}
          mountOnEnter
          unmountOnExit
          aria-label={text.views}
        >
          <Tab eventKey="form" title={<TabTitleText>{text.form}</TabTitleText>}>
            <form.Form
              source={source}
              readOnly={!mayWrite}
              fresh={revision === 0}
              wrong={fault?.field === undefined ? undefined : { id: fault.field, message: wordsOf(fault.failure) }}
              onChange={(changed) => {
                setSource(changed);
                // rows may have moved from under it
                setFault(undefined);
              }}
            />
          </Tab>
          <Tab eventKey="yaml" title={<TabTitleText>{text.yaml}</TabTitleText>}>
            {yaml}
          </Tab>
        </Tabs>
      )}
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

/** What is wrong, for its field: where it stands is seen. */
function wordsOf(failure: ProblemError): string {
  const { cause, remedy } = partsOf(failure.message);
  const stated = remedy === "" ? cause : `${cause}; ${remedy}`;
  return stated.replace(/^(?:spec|metadata)\.\S+: /, "").replace(/, line \d+$/, "");
}

/** Whether there is such a field to move to. */
function focusOn(id: string): boolean {
  const field = document.getElementById(id);
  field?.focus();
  return field !== null;
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
