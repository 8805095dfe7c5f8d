import { Label } from "@patternfly/react-core";
import type { Recording } from "../api/types";
import { text } from "./text";

const STATUS = { live: "info", complete: "success", incomplete: "warning" } as const;

export function StateLabel({ state }: { state: Recording["state"] }) {
  return (
    <Label isCompact variant="outline" status={STATUS[state]}>
      {text.states[state]}
    </Label>
  );
}
