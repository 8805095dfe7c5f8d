import { Button, Content, FormGroup, TextInput } from "@patternfly/react-core";
import { useState } from "react";
import { NewPassword } from "../invite/NewPassword";
import { passwordReady } from "../invite/password";
import { useConsole } from "../page/console";
import { Dialog } from "../page/Dialog";
import { accountApi } from "./api";
import { text } from "./text";

/** For local users alone: others have none here. */
export function PasswordSection({ onChanged }: { onChanged: (notice: string) => void }) {
  const [changing, setChanging] = useState(false);
  return (
    <>
      <Content component="h2" className="sp-above">
        {text.password}
      </Content>
      <p>{text.passwordIntro}</p>
      <Button className="sp-above" variant="secondary" onClick={() => setChanging(true)}>
        {text.change}
      </Button>
      {changing && (
        <PasswordDialog
          onClose={() => setChanging(false)}
          onChanged={(ended) => {
            setChanging(false);
            onChanged(text.changed(ended));
          }}
        />
      )}
    </>
  );
}

function PasswordDialog({ onClose, onChanged }: { onClose: () => void; onChanged: (ended: number) => void }) {
  const { me } = useConsole();
  const [old, setOld] = useState("");
  const [fresh, setFresh] = useState("");
  const [repeated, setRepeated] = useState("");
  return (
    <Dialog
      title={text.change}
      action={text.change}
      ready={old !== "" && passwordReady(fresh, repeated)}
      onClose={onClose}
      onSubmit={async (answer) => onChanged((await accountApi.changePassword(old, fresh, answer)).ended)}
    >
      <FormGroup label={text.old} isRequired fieldId="old-password">
        <TextInput
          id="old-password"
          type="password"
          value={old}
          onChange={(_, value) => setOld(value)}
          autoComplete="current-password"
          isRequired
        />
      </FormGroup>
      <NewPassword
        user={me.user}
        label={text.fresh}
        password={fresh}
        onPassword={setFresh}
        repeated={repeated}
        onRepeated={setRepeated}
      />
      <p className="sp-quiet">{text.stays}</p>
    </Dialog>
  );
}
