import { Button, Form, FormGroup, TextInput } from "@patternfly/react-core";
import { type FormEvent, useState } from "react";
import { type AuditFilter, isEmpty, NO_FILTER } from "./filter";
import { text } from "./text";

interface Props {
  filter: AuditFilter;
  /** Offered while typing. */
  knownEvents: string[];
  knownUsers: string[];
  onApply: (filter: AuditFilter) => void;
}

const TEXTS = [
  ["user", text.user, "alice"],
  ["event", text.event, "session.start"],
  ["resource", text.resource, text.resourceExample],
  ["session", text.session, text.sessionExample],
  ["text", text.text, text.textExample],
] as const;

const TIMES = [
  ["from", text.from],
  ["to", text.to],
] as const;

export function FilterBar({ filter, knownEvents, knownUsers, onApply }: Props) {
  const [draft, setDraft] = useState(filter);
  const suggestions: Record<string, string[]> = { event: knownEvents, user: knownUsers };

  function submit(event: FormEvent) {
    event.preventDefault();
    onApply(draft);
  }

  function clear() {
    setDraft(NO_FILTER);
    onApply(NO_FILTER);
  }

  return (
    <Form className="sp-filter" onSubmit={submit} aria-label={text.filter}>
      {TEXTS.map(([name, label, example]) => (
        <FormGroup key={name} label={label} fieldId={`filter-${name}`}>
          <TextInput
            id={`filter-${name}`}
            value={draft[name]}
            placeholder={example}
            list={`known-${name}`}
            autoCapitalize="none"
            onChange={(_, value) => setDraft({ ...draft, [name]: value })}
          />
          <datalist id={`known-${name}`}>
            {suggestions[name]?.map((value) => (
              <option key={value} value={value} />
            ))}
          </datalist>
        </FormGroup>
      ))}
      {TIMES.map(([name, label]) => (
        <FormGroup key={name} label={label} fieldId={`filter-${name}`}>
          <TextInput
            id={`filter-${name}`}
            type="datetime-local"
            value={draft[name]}
            onChange={(_, value) => setDraft({ ...draft, [name]: value })}
          />
        </FormGroup>
      ))}
      <div className="sp-filter-buttons">
        <Button type="submit">{text.apply}</Button>
        <Button variant="link" onClick={clear} isDisabled={isEmpty(draft) && isEmpty(filter)}>
          {text.clear}
        </Button>
      </div>
    </Form>
  );
}
