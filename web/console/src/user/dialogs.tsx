import { useState } from "react";
import type { InviteCreated } from "../api/types";
import { Dialog } from "../page/Dialog";
import { Field } from "../page/Field";
import { words } from "../page/words";
import { userApi } from "./api";
import { text } from "./text";

interface Props {
  onClose: () => void;
  onInvited: (invite: InviteCreated) => void;
}

export function NewUser({ onClose, onInvited }: Props) {
  const [name, setName] = useState("");
  const [roles, setRoles] = useState("access");
  const [logins, setLogins] = useState("");
  const [ttl, setTtl] = useState("");
  return (
    <Dialog
      title={text.createTitle}
      action={text.createAction}
      ready={name.trim() !== "" && words(roles).length > 0}
      onClose={onClose}
      onSubmit={async (answer) => {
        const traits: Record<string, string[]> = words(logins).length > 0 ? { logins: words(logins) } : {};
        const user = { name: name.trim(), roles: words(roles), traits, ...(ttl.trim() && { invite_ttl: ttl.trim() }) };
        onInvited(await userApi.create(user, answer));
      }}
    >
      <Field label={text.name} value={name} onChange={setName} required />
      <Field label={text.roles} value={roles} onChange={setRoles} hint={text.rolesHint} required />
      <Field label={text.logins} value={logins} onChange={setLogins} hint={text.loginsHint} />
      <Field label={text.ttl} value={ttl} onChange={setTtl} hint={text.ttlHint} />
    </Dialog>
  );
}

export function ResetUser({ user, onClose, onInvited }: Props & { user: string }) {
  return (
    <Dialog
      title={text.resetTitle(user)}
      action={text.resetAction}
      onClose={onClose}
      onSubmit={async (answer) => onInvited(await userApi.invite(user, "", answer))}
    >
      <p>{text.resetBody}</p>
    </Dialog>
  );
}

export function UnlockUser({ user, onClose }: { user: string; onClose: () => void }) {
  return (
    <Dialog
      title={text.unlockTitle(user)}
      action={text.unlock}
      onClose={onClose}
      onSubmit={async (answer) => {
        await userApi.unlock(user, answer);
        onClose();
      }}
    >
      <p>{text.unlockBody}</p>
    </Dialog>
  );
}
