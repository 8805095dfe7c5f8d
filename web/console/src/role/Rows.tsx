import { Button, FormFieldGroup, FormFieldGroupHeader } from "@patternfly/react-core";
import type { ReactNode } from "react";
import { addPair, addRow, keysAt, type Path, remove, rename, rowsAt } from "../resource/edit";
import { Foreign, Group, Help, LinesField, TextField, useRole } from "./fields";
import { KeyField } from "./KeyField";
import { idOf } from "./fault";
import { text } from "./text";

/** Where the cursor goes to after something was added or taken away. */
function focusSoon(id: string) {
  requestAnimationFrame(() => {
    const place = window.document.getElementById(id);
    (place?.querySelector<HTMLElement>("input, textarea") ?? place)?.focus();
  });
}

interface RowsProps {
  path: Path;
  label: string;
  hint?: string;
  add: string;
  /** What a new one begins with. */
  fresh: Record<string, unknown>;
  nameOf: (number: number) => string;
  children: (path: Path) => ReactNode;
}

/** A list of mappings, such as rules. */
export function Rows({ path, label, hint, add, fresh, nameOf, children }: RowsProps) {
  const { document, edit, readOnly } = useRole();
  const found = rowsAt(document, path);
  if (found.is === "foreign") {
    return <Foreign path={path} label={label} />;
  }
  const count = found.is === "value" ? found.value : 0;
  return (
    <Group
      path={path}
      label={label}
      hint={hint}
      action={
        !readOnly && (
          <Button
            variant="link"
            isInline
            onClick={() => {
              edit((changed) => addRow(changed, path, fresh));
              focusSoon(idOf([...path, count]));
            }}
          >
            {add}
          </Button>
        )
      }
    >
      {Array.from({ length: count }, (_, index) => {
        const id = idOf([...path, index]);
        const name = nameOf(index + 1);
        return (
          <FormFieldGroup
            key={index}
            id={id}
            tabIndex={-1}
            header={
              <FormFieldGroupHeader
                titleText={{ text: name, id: `${id}-title` }}
                actions={
                  !readOnly && (
                    <Button
                      variant="link"
                      isInline
                      aria-label={text.removeRow(name)}
                      onClick={() => {
                        edit((changed) => remove(changed, [...path, index]));
                        focusSoon(idOf(path));
                      }}
                    >
                      {text.removeIt}
                    </Button>
                  )
                }
              />
            }
          >
            <Help id={id} />
            {children([...path, index])}
          </FormFieldGroup>
        );
      })}
    </Group>
  );
}

/** Keys with a list each, or with a text each. */
export function LabelRows({ path, label, hint, lists }: { path: Path; label: string; hint: string; lists: boolean }) {
  const { document, edit, readOnly } = useRole();
  const found = keysAt(document, path);
  if (found.is === "foreign") {
    return <Foreign path={path} label={label} />;
  }
  const keys = found.is === "value" ? found.value : [];
  return (
    <Group
      path={path}
      label={label}
      hint={hint}
      action={
        !readOnly && (
          <Button
            variant="link"
            isInline
            onClick={() => {
              edit((changed) => addPair(changed, path, "", lists ? changed.createNode([], { flow: true }) : changed.createNode("")));
              focusSoon(`${idOf([...path, keys.length])}-key`);
            }}
          >
            {text.addLabel}
          </Button>
        )
      }
    >
      {keys.map((key, index) => {
        const place = [...path, index];
        return (
          <div key={index} className="sp-label-row">
            <KeyField
              id={`${idOf(place)}-key`}
              value={key}
              twice={keys.indexOf(key) !== index}
              onChange={(name) => edit((changed) => rename(changed, path, index, name))}
            />
            {lists ? (
              <LinesField path={place} label={text.valuesOf(key)} keepEmpty />
            ) : (
              <TextField path={place} label={text.valueOf(key)} keepEmpty />
            )}
            {!readOnly && (
              <Button
                variant="link"
                isInline
                aria-label={text.removeRow(text.labelNamed(key))}
                onClick={() => {
                  edit((changed) => remove(changed, place));
                  focusSoon(idOf(path));
                }}
              >
                {text.removeIt}
              </Button>
            )}
          </div>
        );
      })}
    </Group>
  );
}
