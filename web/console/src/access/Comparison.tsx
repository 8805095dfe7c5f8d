import { Button, Content, FormGroup, TextArea } from "@patternfly/react-core";
import { useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import type { AccessDiff } from "../api/types";
import { ProblemAlert } from "../page/ProblemAlert";
import { resourceApi } from "../resource/api";
import { Effect } from "../resource/Effect";
import { text } from "./text";

/** What documents would give and take, before anybody stores them. */
export function Comparison() {
  const [documents, setDocuments] = useState("");
  const [diff, setDiff] = useState<AccessDiff>();
  const [failure, setFailure] = useState<ProblemError>();

  async function compare() {
    setFailure(undefined);
    setDiff(undefined);
    try {
      setDiff(await resourceApi.diff(documents));
    } catch (problem) {
      setFailure(problemOf(problem));
    }
  }

  return (
    <div className="sp-above">
      <Content component="p">{text.documentsHint}</Content>
      <FormGroup label={text.documents} fieldId="documents">
        <TextArea
          id="documents"
          className="sp-proposal"
          rows={14}
          value={documents}
          resizeOrientation="vertical"
          spellCheck={false}
          onChange={(_, value) => setDocuments(value)}
        />
      </FormGroup>
      <Button className="sp-above" isDisabled={documents.trim() === ""} onClick={() => void compare()}>
        {text.compare}
      </Button>
      <div aria-live="polite" className="sp-above">
        {failure && <ProblemAlert title={text.notAnswered} failure={failure} />}
        {diff && (
          <>
            <Content component="h2">{text.effectTitle}</Content>
            <Effect diff={diff} />
          </>
        )}
      </div>
    </div>
  );
}
