import { FormSection } from "@patternfly/react-core";
import { ChoiceField, TextField } from "./fields";
import { COUNT, OPTION_NAMES, type OptionName, OPTIONS, SPAN, TRUTH } from "./shape";
import { text } from "./text";

/** Options say nothing unless they are set; each shows what holds then. */
export function Options() {
  return (
    <FormSection title={text.options} titleElement="h2">
      <p className="sp-quiet">{text.optionsIntro}</p>
      <div className="sp-options">
        {OPTION_NAMES.map((name) => (
          <Option key={name} name={name} />
        ))}
      </div>
    </FormSection>
  );
}

function Option({ name }: { name: OptionName }) {
  const path = ["spec", "options", name];
  const { label, unset, ...rest } = text.optionWords[name];
  const hint = "hint" in rest ? rest.hint : undefined;
  const kind = OPTIONS[name];
  switch (kind) {
    case SPAN:
    case COUNT:
      return <TextField path={path} label={label} hint={text.hint(unset, hint)} count={kind === COUNT} />;
    case TRUTH:
      return (
        <ChoiceField
          path={path}
          label={label}
          hint={hint}
          unset={text.byDefault(unset)}
          choices={[
            ["true", text.yes],
            ["false", text.no],
          ]}
          truth
        />
      );
    default:
      return (
        <ChoiceField
          path={path}
          label={label}
          hint={hint}
          unset={text.byDefault(unset)}
          choices={kind.map((word) => [word, text.choiceWords[word]])}
        />
      );
  }
}
