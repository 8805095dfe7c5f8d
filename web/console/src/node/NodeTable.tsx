import { Button, Label, LabelGroup } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import type { Node } from "../api/types";
import { ago, localTime } from "../page/time";
import { text } from "./text";

interface Props {
  nodes: Node[];
  now: number;
  favourites: string[];
  onFavourite: (name: string) => void;
  onLabel: (label: string) => void;
  onConnect: (node: Node) => void;
}

export function NodeTable({ nodes, now, favourites, onFavourite, onLabel, onConnect }: Props) {
  return (
    <Table aria-label={text.title} variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th screenReaderText={text.favourites} />
          <Th>{text.name}</Th>
          <Th>{text.state}</Th>
          <Th>{text.labels}</Th>
          <Th>{text.services}</Th>
          <Th>{text.agent}</Th>
          <Th screenReaderText={text.actions} />
        </Tr>
      </Thead>
      <Tbody>
        {nodes.map((node) => (
          <Tr key={node.host_id}>
            <Td>
              <Button
                variant="plain"
                size="sm"
                isFavorite
                isFavorited={favourites.includes(node.name)}
                aria-label={text.favourite(node.name)}
                aria-pressed={favourites.includes(node.name)}
                onClick={() => onFavourite(node.name)}
              />
            </Td>
            <Td dataLabel={text.name}>
              <span className="sp-name" title={`Host id ${node.host_id}`}>
                {node.name}
              </span>
            </Td>
            <Td dataLabel={text.state}>
              <State node={node} now={now} />
            </Td>
            <Td dataLabel={text.labels}>
              <LabelGroup numLabels={4} aria-label={text.labelsOf(node.name)}>
                {Object.entries(node.labels).map(([key, value]) => (
                  <Label
                    key={key}
                    isCompact
                    textMaxWidth="16rem"
                    title={text.filterBy(`${key}=${value}`)}
                    onClick={() => onLabel(`${key}=${value}`)}
                  >
                    {key}={value}
                  </Label>
                ))}
              </LabelGroup>
            </Td>
            <Td dataLabel={text.services}>{node.services.join(", ")}</Td>
            <Td dataLabel={text.agent}>{node.version}</Td>
            <Td isActionCell>
              <Button variant="secondary" size="sm" isDisabled={!node.online && !node.agentless} onClick={() => onConnect(node)}>
                {text.connect}
              </Button>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function State({ node, now }: { node: Node; now: number }) {
  if (node.agentless) {
    return (
      <Label variant="outline" isCompact title={text.agentlessHint}>
        {text.agentless}
      </Label>
    );
  }
  return (
    <div>
      <Label status={node.online ? "success" : "danger"} variant="outline" isCompact>
        {node.online ? text.online : text.offline}
      </Label>{" "}
      <span className="sp-quiet" title={localTime(node.last_seen)}>
        {ago(node.last_seen, now)}
      </span>
    </div>
  );
}
