import { Label } from "@patternfly/react-core";
import type { AuditEvent } from "../api/types";

export function OutcomeLabel({ outcome }: { outcome: AuditEvent["outcome"] }) {
  return outcome === "FAILURE" ? (
    <Label status="danger" isCompact>
      Refused
    </Label>
  ) : (
    <Label status="success" variant="outline" isCompact>
      Done
    </Label>
  );
}
