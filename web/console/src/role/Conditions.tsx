import { FormSection } from "@patternfly/react-core";
import { ChecksField, ChoiceField, LinesField, TextField } from "./fields";
import { LabelRows, Rows } from "./Rows";
import { MODES, ON_LEAVE, SESSION_KINDS, VERBS } from "./shape";
import { text } from "./text";

/** One side of a role: what it gives, or what it takes. */
export function Conditions({ side }: { side: "allow" | "deny" }) {
  const path = ["spec", side];
  return (
    <FormSection title={text[side]} titleElement="h2">
      <LinesField path={[...path, "logins"]} label={text.logins} hint={text.loginsHint} />
      <LabelRows path={[...path, "node_labels"]} label={text.nodeLabels} hint={text.nodeLabelsHint} lists />
      <TextField path={[...path, "node_labels_expression"]} label={text.expression} hint={text.expressionHint[side]} rows={2} />
      <Rows
        path={[...path, "rules"]}
        label={text.rules}
        add={text.addRule}
        nameOf={text.rule}
        fresh={{ resources: [], verbs: [] }}
      >
        {(row) => (
          <>
            <LinesField path={[...row, "resources"]} label={text.resources} hint={text.resourcesHint} keepEmpty />
            <ChecksField path={[...row, "verbs"]} label={text.verbs} words={VERBS} keepEmpty />
            <TextField path={[...row, "where"]} label={text.where} hint={text.whereHint} rows={2} />
          </>
        )}
      </Rows>
      <Rows
        path={[...path, "join_sessions"]}
        label={text.joins}
        add={text.addJoin}
        nameOf={text.join}
        fresh={{ roles: [], modes: [] }}
      >
        {(row) => (
          <>
            <TextField path={[...row, "name"]} label={text.name} hint={text.joinNameHint} />
            <LinesField path={[...row, "roles"]} label={text.joinRoles} hint={text.joinRolesHint} keepEmpty />
            <ChecksField path={[...row, "modes"]} label={text.modes} words={MODES} keepEmpty />
            <ChecksField path={[...row, "kinds"]} label={text.kinds} words={SESSION_KINDS} hint={text.kindsHint} />
          </>
        )}
      </Rows>
      {side === "allow" && (
        <Rows
          path={[...path, "require_session_join"]}
          label={text.required}
          add={text.addRequired}
          nameOf={text.requiredOne}
          fresh={{ filter: "true", modes: [] }}
        >
          {(row) => (
            <>
              <TextField path={[...row, "name"]} label={text.name} hint={text.joinNameHint} />
              <TextField path={[...row, "filter"]} label={text.filter} hint={text.filterHint} rows={2} />
              <ChecksField path={[...row, "modes"]} label={text.modes} words={MODES} keepEmpty />
              <ChecksField path={[...row, "kinds"]} label={text.kinds} words={SESSION_KINDS} hint={text.kindsHint} />
              <TextField path={[...row, "count"]} label={text.count} hint={text.hint("1")} count />
              <ChoiceField
                path={[...row, "on_leave"]}
                label={text.onLeave}
                unset={text.byDefault(text.onLeaveWords.terminate)}
                choices={ON_LEAVE.map((each) => [each, text.onLeaveWords[each]])}
              />
            </>
          )}
        </Rows>
      )}
    </FormSection>
  );
}
