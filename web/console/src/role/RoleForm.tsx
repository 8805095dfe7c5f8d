import { Alert, Form, FormSection } from "@patternfly/react-core";
import { useMemo } from "react";
import { edited, open } from "../resource/edit";
import type { DocumentForm, FormProps } from "../resource/form";
import { Conditions } from "./Conditions";
import { fieldOf, unshown } from "./fault";
import { RoleContext, TextField } from "./fields";
import { Options } from "./Options";
import { LabelRows } from "./Rows";
import { text } from "./text";

/** A role's document in fields. The document is the only state: what the form does not know stays in it. */
function RoleForm({ source, onChange, readOnly, fresh, wrong }: FormProps) {
  const opened = useMemo(() => open(source), [source]);
  const others = useMemo(() => unshown(source), [source]);
  if (!opened.ok) {
    return (
      <Alert variant="warning" isInline className="sp-above" title={text.notShown}>
        <p className="sp-breakable">{text.notShownBody(opened.line, opened.message)}</p>
      </Alert>
    );
  }
  const { document } = opened;
  return (
    <RoleContext.Provider value={{ document, readOnly, wrong, edit: (change) => onChange(edited(source, change)) }}>
      <Form className="sp-above sp-role" onSubmit={(event) => event.preventDefault()}>
        {others.length > 0 && (
          <Alert variant="info" isInline title={text.others}>
            <p className="sp-breakable">{others.join(", ")}</p>
          </Alert>
        )}
        <FormSection>
          <TextField path={["metadata", "name"]} label={text.name} keepEmpty fixed={!fresh} hint={fresh ? text.nameHint : undefined} />
          <TextField path={["metadata", "description"]} label={text.description} />
          <LabelRows path={["metadata", "labels"]} label={text.ownLabels} hint={text.ownLabelsHint} lists={false} />
        </FormSection>
        <Conditions side="allow" />
        <Conditions side="deny" />
        <Options />
      </Form>
    </RoleContext.Provider>
  );
}

export const ROLE_FORM: DocumentForm = { Form: RoleForm, fieldOf };
