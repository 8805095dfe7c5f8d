import { useState } from "react";
import type { TokenCreated } from "../api/types";
import { Dialog } from "../page/Dialog";
import { Field } from "../page/Field";
import { tokenApi } from "./api";
import { text } from "./text";

export function NewToken({ onClose, onMade }: { onClose: () => void; onMade: (token: TokenCreated) => void }) {
  const [ttl, setTtl] = useState("");
  const [uses, setUses] = useState("");
  return (
    <Dialog
      title={text.createTitle}
      action={text.createAction}
      ready={/^\d*$/.test(uses.trim())}
      onClose={onClose}
      onSubmit={async (answer) =>
        onMade(
          await tokenApi.create(
            {
              services: ["ssh"],
              ...(ttl.trim() && { ttl: ttl.trim() }),
              ...(uses.trim() && { max_uses: Number(uses) }),
            },
            answer,
          ),
        )
      }
    >
      <Field label={text.ttl} value={ttl} onChange={setTtl} hint={text.ttlHint} />
      <Field label={text.maxUses} value={uses} onChange={setUses} hint={text.maxUsesHint} />
    </Dialog>
  );
}
