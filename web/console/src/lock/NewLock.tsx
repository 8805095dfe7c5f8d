import { Alert, FormGroup, FormSelect, FormSelectOption } from "@patternfly/react-core";
import { useState } from "react";
import { useConsole } from "../page/console";
import { Dialog } from "../page/Dialog";
import { Field } from "../page/Field";
import { resourceApi } from "../resource/api";
import { newLock, type Part } from "./target";
import { text } from "./text";

interface Props {
  /** Whom it is for, when that was said elsewhere. */
  user: string;
  onClose: () => void;
  onMade: () => void;
}

export function NewLock({ user, onClose, onMade }: Props) {
  const { me } = useConsole();
  const [part, setPart] = useState<Part>("user");
  const [value, setValue] = useState(user);
  const [message, setMessage] = useState("");
  const [hours, setHours] = useState("");
  const self =
    (part === "user" && value.trim() === me.user) || (part === "role" && me.roles.includes(value.trim()));
  return (
    <Dialog
      title={text.createTitle}
      action={text.createAction}
      danger
      ready={value.trim() !== "" && /^\d*(\.\d+)?$/.test(hours.trim())}
      onClose={onClose}
      onSubmit={async (answer) => {
        await resourceApi.create(newLock(part, value.trim(), message.trim(), hours.trim(), Date.now()), answer);
        onMade();
      }}
    >
      <FormGroup label={text.part} fieldId="lock-part">
        <FormSelect id="lock-part" value={part} onChange={(_, chosen) => setPart(chosen as Part)}>
          {Object.entries(text.parts).map(([key, label]) => (
            <FormSelectOption key={key} value={key} label={label} />
          ))}
        </FormSelect>
      </FormGroup>
      <Field label={text.value} value={value} onChange={setValue} required />
      <Field label={text.message} value={message} onChange={setMessage} hint={text.messageHint} />
      <Field label={text.ttl} value={hours} onChange={setHours} hint={text.ttlHint} />
      {self && <Alert variant="warning" isInline title={text.self} />}
    </Dialog>
  );
}
