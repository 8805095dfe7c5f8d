import { Button } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useCallback, useState } from "react";
import { useConsole } from "../page/console";
import { Dialog } from "../page/Dialog";
import { Listing, PageHead } from "../page/Listing";
import type { PageProps } from "../page/SignedIn";
import { localTime } from "../page/time";
import { usePages } from "../page/usePages";
import { resourceApi } from "../resource/api";
import { NewLock } from "./NewLock";
import { describe, type LockSpec } from "./target";
import { text } from "./text";

const SHOWN = ["lock"] as const;

export function LocksPage({ route }: PageProps) {
  const { may } = useConsole();
  const [creating, setCreating] = useState(route.query["user"] !== undefined);
  const [removing, setRemoving] = useState<string>();
  const read = useCallback(
    (cursor: string, signal: AbortSignal) => resourceApi.list<LockSpec>("lock", cursor, signal),
    [],
  );
  const locks = usePages(read, SHOWN);
  return (
    <>
      <PageHead title={text.title} intro={text.intro} onRefresh={locks.refresh}>
        {may("create", "lock") && (
          <Button size="sm" onClick={() => setCreating(true)}>
            {text.create}
          </Button>
        )}
      </PageHead>
      <Listing of={locks} empty={text.empty}>
        {(items) => (
          <Table aria-label={text.title} variant="compact" gridBreakPoint="grid-lg">
            <Thead>
              <Tr>
                <Th>{text.target}</Th>
                <Th>{text.message}</Th>
                <Th>{text.expires}</Th>
                <Th>{text.name}</Th>
                {may("delete", "lock") && <Th>{text.actions}</Th>}
              </Tr>
            </Thead>
            <Tbody>
              {items.map(({ metadata, spec }) => (
                <Tr key={metadata.name}>
                  <Td dataLabel={text.target} className="sp-breakable">
                    {describe(spec.target)}
                  </Td>
                  <Td dataLabel={text.message} className="sp-breakable">
                    {spec.message}
                  </Td>
                  <Td dataLabel={text.expires}>{metadata.expires ? localTime(metadata.expires) : text.never}</Td>
                  <Td dataLabel={text.name} className="sp-breakable">
                    {metadata.name}
                  </Td>
                  {may("delete", "lock") && (
                    <Td dataLabel={text.actions}>
                      <Button variant="link" isInline isDanger onClick={() => setRemoving(metadata.name)}>
                        {text.remove}
                      </Button>
                    </Td>
                  )}
                </Tr>
              ))}
            </Tbody>
          </Table>
        )}
      </Listing>
      {creating && (
        <NewLock
          user={route.query["user"] ?? ""}
          onClose={() => setCreating(false)}
          onMade={() => {
            setCreating(false);
            locks.refresh();
          }}
        />
      )}
      {removing !== undefined && (
        <Dialog
          title={text.removeTitle(removing)}
          action={text.removeAction}
          onClose={() => setRemoving(undefined)}
          onSubmit={async (answer) => {
            await resourceApi.remove("lock", removing, answer);
            setRemoving(undefined);
            locks.refresh();
          }}
        >
          <p>{text.removeBody}</p>
        </Dialog>
      )}
    </>
  );
}
