import {
  Checkbox,
  FormGroup,
  FormHelperText,
  FormSelect,
  FormSelectOption,
  HelperText,
  HelperTextItem,
  TextArea,
  TextInput,
} from "@patternfly/react-core";
import { createContext, type ReactNode, useContext, useState } from "react";
import type { Document } from "yaml";
import { listAt, type Path, setList, setValue, textAt } from "../resource/edit";
import type { Wrong } from "../resource/form";
import { idOf } from "./fault";
import { text } from "./text";

interface Shared {
  document: Document;
  edit: (change: (document: Document) => void) => void;
  readOnly: boolean;
  wrong: Wrong | undefined;
}

export const RoleContext = createContext<Shared | undefined>(undefined);

export function useRole(): Shared {
  const shared = useContext(RoleContext);
  if (shared === undefined) {
    throw new Error("a field of a role stands in its form");
  }
  return shared;
}

interface Props {
  path: Path;
  label: string;
  hint?: string | undefined;
}

const helpOf = (id: string) => `${id}-help`;

/** What is wrong there, or else what may stand there. */
export function Help({ id, hint }: { id: string; hint?: string | undefined }) {
  const { wrong } = useRole();
  const mistake = wrong?.id === id ? wrong.message : undefined;
  return mistake === undefined && hint === undefined ? null : (
    <FormHelperText>
      <HelperText id={helpOf(id)}>
        <HelperTextItem variant={mistake === undefined ? "default" : "error"} className="sp-breakable">
          {mistake ?? hint}
        </HelperTextItem>
      </HelperText>
    </FormHelperText>
  );
}

/** What the input needs to know of its help and of a mistake. */
function useInput(id: string, hint: string | undefined) {
  const { wrong, readOnly } = useRole();
  const bad = wrong?.id === id;
  return {
    id,
    validated: bad ? ("error" as const) : ("default" as const),
    ...((bad || hint !== undefined) && { "aria-describedby": helpOf(id) }),
    ...(readOnly && { readOnlyVariant: "default" as const }),
  };
}

/** What somebody wrote in a form that this one cannot show: it stays, and is edited as YAML. */
export function Foreign({ path, label }: Props) {
  const id = idOf(path);
  return (
    <FormGroup role="group" fieldId={id} label={label} id={id} tabIndex={-1}>
      <p className="sp-quiet">{text.foreign}</p>
      <Help id={id} />
    </FormGroup>
  );
}

interface TextProps extends Props {
  /** Of an area in place of a line. */
  rows?: number;
  /** Written as a number when it is one. */
  count?: boolean;
  fixed?: boolean;
  /** An empty text is one, too. */
  keepEmpty?: boolean;
}

export function TextField({ path, label, hint, rows, count, fixed, keepEmpty = false }: TextProps) {
  const { document, edit } = useRole();
  const id = idOf(path);
  const input = useInput(id, hint);
  const found = textAt(document, path);
  if (found.is === "foreign") {
    return <Foreign path={path} label={label} />;
  }
  const shared = {
    ...input,
    ...(fixed && { readOnlyVariant: "default" as const }),
    value: found.is === "value" ? found.value : "",
    onChange: (_: unknown, value: string) =>
      edit((changed) => setValue(changed, path, count && /^(0|[1-9]\d{0,8})$/.test(value) ? Number(value) : value, keepEmpty)),
  };
  return (
    <FormGroup label={label} fieldId={id}>
      {rows === undefined ? (
        <TextInput type="text" autoCapitalize="none" spellCheck={false} {...(count && { inputMode: "numeric" })} {...shared} />
      ) : (
        <TextArea rows={rows} resizeOrientation="vertical" spellCheck={false} className="sp-proposal" {...shared} />
      )}
      <Help id={id} hint={hint} />
    </FormGroup>
  );
}

/** Lines as they are typed become entries; what stood there before is not touched. */
export function linesOf(typed: string, before: readonly string[]): string[] {
  return typed
    .split("\n")
    .map((line) => (before.includes(line) ? line : line.trim()))
    .filter((line) => line !== "");
}

const same = (a: readonly string[], b: readonly string[]) => a.length === b.length && a.every((each, i) => each === b[i]);

/** A list, one entry on a line. */
export function LinesField({ path, label, hint, keepEmpty = false }: Props & { keepEmpty?: boolean }) {
  const { document, edit } = useRole();
  const id = idOf(path);
  const input = useInput(id, hint);
  const [typed, setTyped] = useState("");
  const found = listAt(document, path);
  if (found.is === "foreign") {
    return <Foreign path={path} label={label} />;
  }
  const values = found.is === "value" ? found.value : [];
  // an empty line is no entry yet, and must not vanish under the cursor
  const shown = same(linesOf(typed, values), values) ? typed : values.join("\n");
  return (
    <FormGroup label={label} fieldId={id}>
      <TextArea
        {...input}
        value={shown}
        rows={Math.min(8, Math.max(2, shown.split("\n").length))}
        resizeOrientation="vertical"
        autoCapitalize="none"
        spellCheck={false}
        className="sp-proposal"
        onChange={(_, value) => {
          setTyped(value);
          edit((changed) => setList(changed, path, linesOf(value, values), keepEmpty));
        }}
      />
      <Help id={id} hint={hint} />
    </FormGroup>
  );
}

interface ChoiceProps extends Props {
  /** What holds when nothing is chosen. */
  unset: string;
  choices: readonly (readonly [string, string])[];
  /** Choices are true and false, not texts. */
  truth?: boolean;
}

export function ChoiceField({ path, label, hint, unset, choices, truth }: ChoiceProps) {
  const { document, edit, readOnly } = useRole();
  const id = idOf(path);
  const { readOnlyVariant: _no, ...input } = useInput(id, hint) as ReturnType<typeof useInput> & { readOnlyVariant?: unknown };
  const found = textAt(document, path);
  if (found.is === "foreign") {
    return <Foreign path={path} label={label} />;
  }
  const value = found.is === "value" ? found.value : "";
  const known = value === "" || choices.some(([each]) => each === value);
  return (
    <FormGroup label={label} fieldId={id}>
      <FormSelect
        {...input}
        value={value}
        isDisabled={readOnly}
        onChange={(_, chosen) =>
          edit((changed) => setValue(changed, path, chosen === "" ? undefined : truth ? chosen === "true" : chosen))
        }
      >
        <FormSelectOption value="" label={unset} />
        {choices.map(([each, words]) => (
          <FormSelectOption key={each} value={each} label={words} />
        ))}
        {!known && <FormSelectOption value={value} label={value} />}
      </FormSelect>
      <Help id={id} hint={hint} />
    </FormGroup>
  );
}

/** A list of words that are known, and of others that somebody wrote. */
export function ChecksField({ path, label, hint, words, keepEmpty = false }: Props & { words: readonly string[]; keepEmpty?: boolean }) {
  const { document, edit, readOnly } = useRole();
  const id = idOf(path);
  const found = listAt(document, path);
  if (found.is === "foreign") {
    return <Foreign path={path} label={label} />;
  }
  const values = found.is === "value" ? found.value : [];
  const all: readonly string[] = [...words, ...new Set(values.filter((each) => !words.includes(each)))];
  return (
    <FormGroup role="group" fieldId={id} id={id} label={label} isInline tabIndex={-1}>
      {all.map((word) => (
        <Checkbox
          key={word}
          id={`${id}-${word === "*" ? "all" : word}`}
          label={word === "*" ? text.every : word}
          isChecked={values.includes(word)}
          isDisabled={readOnly}
          onChange={(_, checked) =>
            edit((changed) =>
              setList(changed, path, checked ? [...values, word] : values.filter((each) => each !== word), keepEmpty),
            )
          }
        />
      ))}
      <Help id={id} hint={hint} />
    </FormGroup>
  );
}

/** What belongs together, with a mistake of the whole. */
export function Group({ path, label, hint, action, children }: Props & { action?: ReactNode; children?: ReactNode }) {
  const id = idOf(path);
  return (
    <FormGroup role="group" fieldId={id} id={id} label={label} tabIndex={-1}>
      {children}
      {action}
      <Help id={id} hint={hint} />
    </FormGroup>
  );
}
