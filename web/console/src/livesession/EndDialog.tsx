import { Content } from "@patternfly/react-core";
import { useState } from "react";
import type { LiveSession } from "../api/types";
import { Dialog } from "../page/Dialog";
import { Field } from "../page/Field";
import { sessionApi } from "./api";
import { text } from "./text";

interface Props {
  session: LiveSession;
  onClose: () => void;
  onEnded: () => void;
}

export function EndDialog({ session, onClose, onEnded }: Props) {
  const [reason, setReason] = useState("");
  return (
    <Dialog
      title={text.endTitle(session.user)}
      action={text.endAction}
      danger
      onClose={onClose}
      onSubmit={async () => {
        await sessionApi.end(session.id, reason.trim());
        onEnded();
      }}
    >
      <Content component="p">{text.endBody}</Content>
      <Field label={text.reason} value={reason} onChange={setReason} />
    </Dialog>
  );
}
