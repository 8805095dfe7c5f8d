import { Button, Form, FormGroup, FormSelect, FormSelectOption } from "@patternfly/react-core";
import { useState } from "react";
import { Field } from "../page/Field";
import { NO_FILTER, type RecordingFilter } from "./filter";
import { text } from "./text";

interface Props {
  filter: RecordingFilter;
  onApply: (filter: RecordingFilter) => void;
}

export function FilterBar({ filter, onApply }: Props) {
  const [draft, setDraft] = useState(filter);
  const set = (name: keyof RecordingFilter) => (value: string) => setDraft({ ...draft, [name]: value });
  return (
    <Form
      className="sp-filter"
      aria-label={text.filter}
      onSubmit={(event) => {
        event.preventDefault();
        onApply(draft);
      }}
    >
      <Field label={text.user} value={draft.user} onChange={set("user")} />
      <Field label={text.node} value={draft.node} onChange={set("node")} />
      <Field label={text.command} value={draft.text} onChange={set("text")} placeholder={text.commandExample} />
      <FormGroup label={text.state} fieldId="recording-state">
        <FormSelect id="recording-state" value={draft.state} onChange={(_, value) => set("state")(value)}>
          <FormSelectOption value="" label={text.anyState} />
          {Object.entries(text.states).map(([state, label]) => (
            <FormSelectOption key={state} value={state} label={label} />
          ))}
        </FormSelect>
      </FormGroup>
      <Field label={text.from} value={draft.from} onChange={set("from")} type="datetime-local" />
      <Field label={text.to} value={draft.to} onChange={set("to")} type="datetime-local" />
      <div className="sp-filter-buttons">
        <Button type="submit">{text.apply}</Button>
        <Button
          variant="link"
          onClick={() => {
            setDraft(NO_FILTER);
            onApply(NO_FILTER);
          }}
        >
          {text.clear}
        </Button>
      </div>
    </Form>
  );
}
