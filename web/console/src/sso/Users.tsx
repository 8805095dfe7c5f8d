import { Button, Content } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useCallback, useState } from "react";
import type { SsoUser } from "../api/types";
import { useConsole } from "../page/console";
import { Dialog } from "../page/Dialog";
import { Shown } from "../page/Listing";
import { localTime } from "../page/time";
import { useLoad } from "../page/useLoad";
import { ssoApi } from "./api";
import { text } from "./text";

/** Who is here by single sign-on; they are no local users. */
export function Users() {
  const { may } = useConsole();
  const [resetting, setResetting] = useState<SsoUser>();
  const load = useCallback(() => ssoApi.users(), []);
  const users = useLoad(load);
  return (
    <div className="sp-above">
      <Content component="h2">{text.users}</Content>
      <Shown of={users}>
        {(all) =>
          all.length === 0 ? (
            <p>{text.noUsers}</p>
          ) : (
            <UserTable users={all} {...(may("update", "user") && { onReset: setResetting })} />
          )
        }
      </Shown>
      {resetting && (
        <Dialog
          title={text.resetTitle(resetting.user)}
          action={text.reset}
          danger
          onClose={() => setResetting(undefined)}
          onSubmit={async (answer) => {
            await ssoApi.resetDevices(resetting.connector, resetting.user, answer);
            setResetting(undefined);
          }}
        >
          <p>{text.resetBody}</p>
        </Dialog>
      )}
    </div>
  );
}

function UserTable({ users, onReset }: { users: SsoUser[]; onReset?: (user: SsoUser) => void }) {
  return (
    <Table aria-label={text.users} variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th>{text.user}</Th>
          <Th>{text.connector}</Th>
          <Th>{text.roles}</Th>
          <Th>{text.since}</Th>
          <Th>{text.until}</Th>
          {onReset && <Th>{text.actions}</Th>}
        </Tr>
      </Thead>
      <Tbody>
        {users.map((each) => (
          <Tr key={`${each.connector} ${each.user}`}>
            <Td dataLabel={text.user}>{each.user}</Td>
            <Td dataLabel={text.connector}>{each.connector}</Td>
            <Td dataLabel={text.roles}>{each.roles.join(", ")}</Td>
            <Td dataLabel={text.since}>{localTime(each.since)}</Td>
            <Td dataLabel={text.until}>{localTime(each.expires)}</Td>
            {onReset && (
              <Td dataLabel={text.actions}>
                <Button variant="link" isInline isDanger onClick={() => onReset(each)}>
                  {text.reset}
                </Button>
              </Td>
            )}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
