import { Button } from "@patternfly/react-core";
import { ActionsColumn, Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useCallback, useState } from "react";
import type { InviteCreated, Resource } from "../api/types";
import { useConsole } from "../page/console";
import { Listing, PageHead } from "../page/Listing";
import { Once } from "../page/Once";
import { href, navigate } from "../page/route";
import type { PageProps } from "../page/SignedIn";
import { usePages } from "../page/usePages";
import { resourceApi } from "../resource/api";
import { DocumentPage } from "../resource/DocumentPage";
import { NewUser, ResetUser, UnlockUser } from "./dialogs";
import { text } from "./text";

export interface UserSpec {
  roles: string[];
  traits?: Record<string, string[]>;
}

type Asked = { what: "create" } | { what: "reset" | "unlock"; user: string };

const SHOWN = ["user"] as const;

export function UsersPage({ route }: PageProps) {
  return route.id === "" ? (
    <UserList />
  ) : (
    <DocumentPage key={route.id} kind="user" page="users" name={route.id} template="" words={text} />
  );
}

function UserList() {
  const { may } = useConsole();
  const [asked, setAsked] = useState<Asked>();
  const [invite, setInvite] = useState<InviteCreated>();
  const read = useCallback(
    (cursor: string, signal: AbortSignal) => resourceApi.list<UserSpec>("user", cursor, signal),
    [],
  );
  const users = usePages(read, SHOWN);
  const close = () => setAsked(undefined);
  const invited = (made: InviteCreated) => {
    setInvite(made);
    close();
    users.refresh();
  };

  return (
    <>
      <PageHead title={text.title} onRefresh={users.refresh}>
        {may("create", "user") && (
          <Button size="sm" onClick={() => setAsked({ what: "create" })}>
            {text.create}
          </Button>
        )}
      </PageHead>
      {invite && (
        <Once
          title={text.invited(invite.user)}
          hint={text.inviteHint}
          value={invite.url}
          onClose={() => setInvite(undefined)}
        />
      )}
      <Listing of={users} empty={text.empty}>
        {(items) => <UserTable users={items} onAsk={setAsked} />}
      </Listing>
      {asked?.what === "create" && <NewUser onClose={close} onInvited={invited} />}
      {asked?.what === "reset" && <ResetUser user={asked.user} onClose={close} onInvited={invited} />}
      {asked?.what === "unlock" && <UnlockUser user={asked.user} onClose={close} />}
    </>
  );
}

function UserTable({ users, onAsk }: { users: Resource<UserSpec>[]; onAsk: (asked: Asked) => void }) {
  const { may } = useConsole();
  const actions = (user: string) => [
    ...(may("update", "user")
      ? [
          { title: text.reset, onClick: () => onAsk({ what: "reset", user }) },
          { title: text.unlock, onClick: () => onAsk({ what: "unlock", user }) },
        ]
      : []),
    ...(may("create", "lock") ? [{ title: text.lock, onClick: () => navigate(href("locks", "", { user })) }] : []),
  ];
  return (
    <Table aria-label={text.title} variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th>{text.name}</Th>
          <Th>{text.roles}</Th>
          <Th>{text.traits}</Th>
          <Th screenReaderText={text.actions} />
        </Tr>
      </Thead>
      <Tbody>
        {users.map(({ metadata: { name }, spec }) => (
          <Tr key={name}>
            <Td dataLabel={text.name} className="sp-breakable">
              <a href={href("users", name)}>{name}</a>
            </Td>
            <Td dataLabel={text.roles}>{spec.roles.join(", ")}</Td>
            <Td dataLabel={text.traits} className="sp-breakable">
              {Object.entries(spec.traits ?? {})
                .map(([trait, values]) => `${trait}: ${values.join(", ")}`)
                .join("; ")}
            </Td>
            <Td isActionCell>
              {actions(name).length > 0 && (
                <ActionsColumn items={actions(name)} aria-label={text.menu(name)} />
              )}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
