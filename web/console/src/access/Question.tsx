import { Button, Form } from "@patternfly/react-core";
import { type ReactNode, useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import { useConsole } from "../page/console";
import { Field } from "../page/Field";
import { ProblemAlert } from "../page/ProblemAlert";
import { text } from "./text";

interface Props<Name extends string, T> {
  fields: readonly { name: Name; label: string; hint: string; required?: boolean }[];
  ask: (values: Record<Name, string>) => Promise<T>;
  children: (answer: T) => ReactNode;
}

/** A question of some fields, and its answer below. */
export function Question<Name extends string, T>({ fields, ask, children }: Props<Name, T>) {
  const { sessionOver } = useConsole();
  const [values, setValues] = useState(
    () => Object.fromEntries(fields.map(({ name }) => [name, ""])) as Record<Name, string>,
  );
  const [answer, setAnswer] = useState<T>();
  const [failure, setFailure] = useState<ProblemError>();
  const [busy, setBusy] = useState(false);

  async function submit() {
    setBusy(true);
    setFailure(undefined);
    try {
      const trimmed = Object.fromEntries(fields.map(({ name }) => [name, values[name].trim()]));
      setAnswer(await ask(trimmed as Record<Name, string>));
    } catch (problem) {
      const refused = problemOf(problem);
      setAnswer(undefined);
      setFailure(refused);
      if (refused.sessionOver) {
        sessionOver(refused);
      }
    }
    setBusy(false);
  }

  return (
    <>
      <Form
        className="sp-filter sp-above sp-top"
        onSubmit={(event) => {
          event.preventDefault();
          void submit();
        }}
      >
        {fields.map(({ name, label, hint, required }) => (
          <Field
            key={name}
            id={`ask-${name}`}
            label={label}
            hint={hint}
            value={values[name]}
            required={required ?? false}
            onChange={(value) => setValues({ ...values, [name]: value })}
          />
        ))}
        <div className="sp-filter-buttons">
          <Button
            type="submit"
            isLoading={busy}
            isDisabled={busy || fields.some(({ name, required }) => required && values[name].trim() === "")}
          >
            {text.ask}
          </Button>
        </div>
      </Form>
      <div aria-live="polite">
        {failure && <ProblemAlert title={text.notAnswered} failure={failure} />}
        {answer !== undefined && children(answer)}
      </div>
    </>
  );
}
