import { Label } from "@patternfly/react-core";
import type { AuditEvent } from "../api/types";
import { text } from "./text";

export function OutcomeLabel({ outcome }: { outcome: AuditEvent["outcome"] }) {
  return outcome === "FAILURE" ? (
    <Label status="danger" isCompact>
      {text.refused}
    </Label>
  ) : (
    <Label status="success" variant="outline" isCompact>
      {text.done}
    </Label>
  );
}
