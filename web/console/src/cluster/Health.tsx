import { Content, Label } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { Shown } from "../page/Listing";
import { useLoad } from "../page/useLoad";
import { clusterApi } from "./api";
import { text } from "./text";

/** Agents come and go. */
const SHOWN = ["node"] as const;

/** How the parts of the server that answers are. */
export function Health() {
  const health = useLoad(clusterApi.health, SHOWN);
  return (
    <section className="sp-above" aria-label={text.health}>
      <Content component="h2">{text.health}</Content>
      <Shown of={health}>
        {({ ok, parts, agents_online, tunnels }) => (
          <>
            <Label status={ok ? "success" : "danger"} isCompact>
              {ok ? text.healthy : text.unhealthy}
            </Label>
            <Table aria-label={text.health} variant="compact" gridBreakPoint="grid-lg">
              <Thead>
                <Tr>
                  <Th>{text.part}</Th>
                  <Th>{text.state}</Th>
                  <Th>{text.detail}</Th>
                </Tr>
              </Thead>
              <Tbody>
                {parts.map((part) => (
                  <Tr key={part.name}>
                    <Td dataLabel={text.part}>{text.parts[part.name] ?? part.name}</Td>
                    <Td dataLabel={text.state}>
                      <Label status={part.ok ? "success" : "danger"} variant="outline" isCompact>
                        {part.ok ? text.works : text.fails}
                      </Label>
                    </Td>
                    <Td dataLabel={text.detail} className="sp-breakable">
                      {part.detail}
                    </Td>
                  </Tr>
                ))}
                <Tr>
                  <Td dataLabel={text.part}>{text.agents}</Td>
                  <Td />
                  <Td dataLabel={text.detail}>{text.agentsOnline(agents_online, tunnels)}</Td>
                </Tr>
              </Tbody>
            </Table>
          </>
        )}
      </Shown>
    </section>
  );
}
