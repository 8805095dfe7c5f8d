import { Alert } from "@patternfly/react-core";
import type { ProblemError } from "../api/client";
import { partsOf } from "./problem";
import { text } from "./text";

/** A failure in the server's words; the trace id is what an administrator looks for in the log. */
export function ProblemAlert({ title, failure }: { title: string; failure: ProblemError }) {
  const { trace_id, title: code } = failure.problem;
  const { layer, cause, remedy } = partsOf(failure.message);
  return (
    <Alert variant="danger" isInline title={title} role="alert">
      <p className="sp-breakable">{cause}</p>
      {remedy && (
        <p className="sp-breakable">
          {text.remedy}: {remedy}
        </p>
      )}
      <p className="sp-quiet">
        {layer && `${text.refusedBy} ${layer} · `}
        {code}
        {trace_id && <> · trace {trace_id}</>}
      </p>
    </Alert>
  );
}
