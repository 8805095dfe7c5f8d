import { Alert } from "@patternfly/react-core";
import type { ProblemError } from "../api/client";

/** A failure in the server's words; the trace id is what an administrator looks for in the log. */
export function ProblemAlert({ title, failure }: { title: string; failure: ProblemError }) {
  const { trace_id, title: code } = failure.problem;
  return (
    <Alert variant="danger" isInline title={title} role="alert">
      <p>{failure.message}</p>
      <p className="sp-quiet">
        {code}
        {trace_id && <> · trace {trace_id}</>}
      </p>
    </Alert>
  );
}
