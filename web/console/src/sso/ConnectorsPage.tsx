import { Button } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useCallback, useState } from "react";
import type { Resource, SsoTest } from "../api/types";
import { useConsole } from "../page/console";
import { Listing, PageHead } from "../page/Listing";
import { usePages } from "../page/usePages";
import { resourceApi } from "../resource/api";
import { StartTest, TestResult } from "./ConnectorTest";
import { text } from "./text";
import { Users } from "./Users";

const PROTOCOLS = ["oidc", "ldap", "kerberos", "saml"];

interface ConnectorSpec {
  display?: string;
}

const SHOWN = ["auth_connector"] as const;

export function ConnectorsPage() {
  const { may } = useConsole();
  const [testing, setTesting] = useState<string>();
  const [test, setTest] = useState<SsoTest>();
  const read = useCallback(
    (cursor: string, signal: AbortSignal) => resourceApi.list<ConnectorSpec>("auth_connector", cursor, signal),
    [],
  );
  const connectors = usePages(read, SHOWN);
  return (
    <>
      <PageHead title={text.title} onRefresh={connectors.refresh} />
      {test && <TestResult started={test} />}
      <Listing of={connectors} empty={text.empty}>
        {(items) => <ConnectorTable connectors={items} {...(may("read", "auth_connector") && { onTest: setTesting })} />}
      </Listing>
      {may("list", "user") && <Users />}
      {testing !== undefined && (
        <StartTest
          name={testing}
          onClose={() => setTesting(undefined)}
          onStarted={(started) => {
            setTesting(undefined);
            setTest(started);
          }}
        />
      )}
    </>
  );
}

interface TableProps {
  connectors: Resource<ConnectorSpec>[];
  onTest?: (name: string) => void;
}

function ConnectorTable({ connectors, onTest }: TableProps) {
  return (
    <Table aria-label={text.connectors} variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th>{text.name}</Th>
          <Th>{text.display}</Th>
          <Th>{text.protocol}</Th>
          {onTest && <Th>{text.actions}</Th>}
        </Tr>
      </Thead>
      <Tbody>
        {connectors.map(({ metadata: { name }, spec }) => (
          <Tr key={name}>
            <Td dataLabel={text.name}>{name}</Td>
            <Td dataLabel={text.display}>{spec.display}</Td>
            <Td dataLabel={text.protocol}>{PROTOCOLS.filter((each) => each in spec).join(", ")}</Td>
            {onTest && (
              <Td dataLabel={text.actions}>
                <Button variant="link" isInline onClick={() => onTest(name)}>
                  {text.test}
                </Button>
              </Td>
            )}
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
