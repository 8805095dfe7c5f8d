import { FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput, type TextInputProps } from "@patternfly/react-core";
import { useId } from "react";

interface Props {
  label: string;
  value: string;
  onChange: (value: string) => void;
  hint?: string;
  placeholder?: string;
  required?: boolean;
  type?: TextInputProps["type"];
  id?: string;
}

/** A line of text with its label. */
export function Field({ label, value, onChange, hint, placeholder, required, type = "text", id }: Props) {
  const made = useId();
  const field = id ?? made;
  return (
    <FormGroup label={label} fieldId={field} isRequired={required ?? false}>
      <TextInput
        id={field}
        type={type}
        value={value}
        autoCapitalize="none"
        onChange={(_, text) => onChange(text)}
        isRequired={required ?? false}
        {...(placeholder && { placeholder })}
      />
      {hint && (
        <FormHelperText>
          <HelperText>
            <HelperTextItem>{hint}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      )}
    </FormGroup>
  );
}
