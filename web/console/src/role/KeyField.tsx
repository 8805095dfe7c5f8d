import { FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput } from "@patternfly/react-core";
import { useRole } from "./fields";
import { text } from "./text";

interface Props {
  id: string;
  value: string;
  /** Another one before it is the same. */
  twice: boolean;
  onChange: (key: string) => void;
}

/** The key of a label. */
export function KeyField({ id, value, twice, onChange }: Props) {
  const { readOnly } = useRole();
  return (
    <FormGroup label={text.key} fieldId={id}>
      <TextInput
        id={id}
        type="text"
        value={value}
        autoCapitalize="none"
        spellCheck={false}
        validated={twice ? "error" : "default"}
        {...(twice && { "aria-describedby": `${id}-help` })}
        {...(readOnly && { readOnlyVariant: "default" as const })}
        onChange={(_, key) => onChange(key)}
      />
      {twice && (
        <FormHelperText>
          <HelperText id={`${id}-help`}>
            <HelperTextItem variant="error">{text.twice}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}
