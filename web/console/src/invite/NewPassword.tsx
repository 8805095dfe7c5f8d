import { FormGroup, FormHelperText, HelperText, HelperTextItem, TextInput } from "@patternfly/react-core";
import { MIN_PASSWORD, passwordHint } from "./password";
import { text } from "./text";

interface Props {
  /** Password managers attach what is saved to this name. */
  user: string;
  label: string;
  password: string;
  onPassword: (password: string) => void;
  repeated: string;
  onRepeated: (repeated: string) => void;
}

/** A password that is chosen, twice, with what is still amiss. */
export function NewPassword({ user, label, password, onPassword, repeated, onRepeated }: Props) {
  const hint = passwordHint(password, repeated);
  return (
    <>
      <input type="text" name="username" autoComplete="username" value={user} readOnly hidden />
      <FormGroup label={label} isRequired fieldId="new-password">
        <TextInput
          id="new-password"
          type="password"
          value={password}
          onChange={(_, value) => onPassword(value)}
          autoComplete="new-password"
          aria-describedby="password-help"
          isRequired
        />
      </FormGroup>
      <FormGroup label={text.again} isRequired fieldId="repeated">
        <TextInput
          id="repeated"
          type="password"
          value={repeated}
          onChange={(_, value) => onRepeated(value)}
          autoComplete="new-password"
          aria-describedby="password-help"
          validated={hint ? "warning" : "default"}
          isRequired
        />
        <FormHelperText>
          <HelperText id="password-help" aria-live="polite">
            <HelperTextItem variant={hint ? "warning" : "default"}>{hint || text.advice(MIN_PASSWORD)}</HelperTextItem>
          </HelperText>
        </FormHelperText>
      </FormGroup>
    </>
  );
}
