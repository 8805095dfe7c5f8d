import { Button } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useCallback, useState } from "react";
import type { Resource, TokenCreated } from "../api/types";
import { useConsole } from "../page/console";
import { Dialog } from "../page/Dialog";
import { Listing, PageHead } from "../page/Listing";
import { Once } from "../page/Once";
import { localTime } from "../page/time";
import { usePages } from "../page/usePages";
import { resourceApi } from "../resource/api";
import { NewToken } from "./NewToken";
import { text } from "./text";

interface TokenSpec {
  services: string[];
  max_uses?: number;
}

const SHOWN = ["token"] as const;

export function TokensPage() {
  const { may } = useConsole();
  const [creating, setCreating] = useState(false);
  const [revoking, setRevoking] = useState<string>();
  const [made, setMade] = useState<TokenCreated>();
  const read = useCallback(
    (cursor: string, signal: AbortSignal) => resourceApi.list<TokenSpec>("token", cursor, signal),
    [],
  );
  const tokens = usePages(read, SHOWN);
  return (
    <>
      <PageHead title={text.title} intro={text.intro} onRefresh={tokens.refresh}>
        {may("create", "token") && (
          <Button size="sm" onClick={() => setCreating(true)}>
            {text.create}
          </Button>
        )}
      </PageHead>
      {made && (
        <Once title={text.made(made.name)} hint={text.madeHint} value={made.value} onClose={() => setMade(undefined)} />
      )}
      <Listing of={tokens} empty={text.empty}>
        {(items) => <TokenTable tokens={items} {...(may("delete", "token") && { onRevoke: setRevoking })} />}
      </Listing>
      {creating && (
        <NewToken
          onClose={() => setCreating(false)}
          onMade={(token) => {
            setCreating(false);
            setMade(token);
            tokens.refresh();
          }}
        />
      )}
      {revoking !== undefined && (
        <Dialog
          title={text.revokeTitle(revoking)}
          action={text.revokeAction}
          danger
          onClose={() => setRevoking(undefined)}
          onSubmit={async (answer) => {
            await resourceApi.remove("token", revoking, answer);
            setRevoking(undefined);
            tokens.refresh();
          }}
        >
          <p>{text.revokeBody}</p>
        </Dialog>
      )}
    </>
  );
}

function TokenTable({ tokens, onRevoke }: { tokens: Resource<TokenSpec>[]; onRevoke?: (name: string) => void }) {
  return (
    <Table aria-label={text.title} variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th>{text.name}</Th>
          <Th>{text.services}</Th>
          <Th>{text.expires}</Th>
          <Th>{text.uses}</Th>
          {onRevoke && <Th>{text.actions}</Th>}
        </Tr>
      </Thead>
      <Tbody>
        {tokens.map(({ metadata, spec }) => (
          <Tr key={metadata.name}>
            <Td dataLabel={text.name} className="sp-breakable">
              {metadata.name}
            </Td>
            <Td dataLabel={text.services}>{spec.services.join(", ")}</Td>
            <Td dataLabel={text.expires}>{metadata.expires ? localTime(metadata.expires) : text.never}</Td>
            <Td dataLabel={text.uses}>{spec.max_uses === undefined ? text.unlimited : text.times(spec.max_uses)}</Td>
            {onRevoke && (
              <Td dataLabel={text.actions}>
                <Button variant="link" isInline isDanger onClick={() => onRevoke(metadata.name)}>
                  {text.revoke}
                </Button>
              </Td>
            )}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
