import {
  Bullseye,
  Content,
  Label,
  LabelGroup,
  SearchInput,
  Spinner,
  Toolbar,
  ToolbarContent,
  ToolbarItem,
} from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useEffect, useState } from "react";
import type { ProblemError } from "../api/client";
import type { Node } from "../api/types";
import { ProblemAlert } from "../page/ProblemAlert";
import { ago, localTime } from "../page/time";
import { NoNodes, NothingFound } from "./NoNodes";
import { useNodes } from "./useNodes";

export function NodesPage({ onSessionOver }: { onSessionOver: (failure: ProblemError) => void }) {
  const [search, setSearch] = useState("");
  const { nodes, more, failure, readAt } = useNodes(search.trim());

  useEffect(() => {
    if (failure?.sessionOver) {
      onSessionOver(failure);
    }
  }, [failure, onSessionOver]);

  return (
    <>
      <Content component="h1">Nodes</Content>
      <Toolbar>
        <ToolbarContent>
          <ToolbarItem className="sp-grow">
            <SearchInput
              aria-label="Search nodes"
              placeholder="Name, host id or key=value"
              value={search}
              onChange={(_, value) => setSearch(value)}
              onClear={() => setSearch("")}
            />
          </ToolbarItem>
          <ToolbarItem className="sp-count">
            <span aria-live="polite">{nodes && nodes.length > 0 && count(nodes, more)}</span>
          </ToolbarItem>
        </ToolbarContent>
      </Toolbar>
      {failure && <ProblemAlert title="The list could not be refreshed" failure={failure} />}
      {!nodes && !failure && (
        <Bullseye>
          <Spinner aria-label="Reading the nodes" />
        </Bullseye>
      )}
      {nodes?.length === 0 && (search.trim() === "" ? <NoNodes /> : <NothingFound onClear={() => setSearch("")} />)}
      {nodes && nodes.length > 0 && <NodeTable nodes={nodes} now={readAt} />}
    </>
  );
}

function count(nodes: Node[], more: boolean): string {
  const online = nodes.filter((node) => node.online).length;
  const agentless = nodes.filter((node) => node.agentless).length;
  const those = `${online} of ${nodes.length - agentless}${more ? "+" : ""} online`;
  return agentless === 0 ? those : `${those}, ${agentless} agentless`;
}

function NodeTable({ nodes, now }: { nodes: Node[]; now: number }) {
  return (
    <Table aria-label="Nodes" variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th>Name</Th>
          <Th>State</Th>
          <Th>Labels</Th>
          <Th>Services</Th>
          <Th>Agent</Th>
        </Tr>
      </Thead>
      <Tbody>
        {nodes.map((node) => (
          <Tr key={node.host_id}>
            <Td dataLabel="Name">
              <span className="sp-name" title={`Host id ${node.host_id}`}>
                {node.name}
              </span>
            </Td>
            <Td dataLabel="State">
<div>
              {node.agentless ? (
                <Label variant="outline" isCompact>
                  Agentless
                </Label>
              ) : (
                <>
                  <Label status={node.online ? "success" : "danger"} variant="outline" isCompact>
                    {node.online ? "Online" : "Offline"}
                  </Label>{" "}
                  <span className="sp-quiet" title={localTime(node.last_seen)}>
                    {ago(node.last_seen, now)}
                  </span>
                </>
              )}
</div>
            </Td>
            <Td dataLabel="Labels">
              <LabelGroup numLabels={4} aria-label={`Labels of ${node.name}`}>
                {Object.entries(node.labels).map(([key, value]) => (
                  <Label key={key} isCompact textMaxWidth="16rem">
                    {key}={value}
                  </Label>
                ))}
              </LabelGroup>
            </Td>
            <Td dataLabel="Services">{node.services.join(", ")}</Td>
            <Td dataLabel="Agent">{node.version}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
