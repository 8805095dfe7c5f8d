import { Button } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import type { AuditEvent } from "../api/types";
import { localTime } from "../page/time";
import { OutcomeLabel } from "./OutcomeLabel";
import { text } from "./text";

interface Props {
  events: AuditEvent[];
  selected: string | undefined;
  onSelect: (event: AuditEvent) => void;
}

export function EventTable({ events, selected, onSelect }: Props) {
  return (
    <Table aria-label={text.events} variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th>{text.time}</Th>
          <Th width={15}>{text.event}</Th>
          <Th width={10}>{text.outcome}</Th>
          <Th width={15}>{text.user}</Th>
          <Th>{text.message}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {events.map((event) => (
          <Tr key={event.uid} isClickable isRowSelected={event.uid === selected} onRowClick={() => onSelect(event)}>
            <Td dataLabel={text.time} modifier="nowrap">
              <time dateTime={event.time}>{localTime(event.time)}</time>
            </Td>
            <Td dataLabel={text.event}>
              {/* the way in for the keyboard; the click on the row is for the mouse */}
              <Button
                variant="link"
                isInline
                aria-label={text.detailsOf(event.event)}
                onClick={(click) => {
                  click.stopPropagation();
                  onSelect(event);
                }}
              >
                {event.event}
              </Button>
            </Td>
            <Td dataLabel={text.outcome}>
              <OutcomeLabel outcome={event.outcome} />
            </Td>
            <Td dataLabel={text.user} className="sp-breakable">
              {event.user}
            </Td>
            <Td dataLabel={text.message} className="sp-breakable">
              {event.message || event.resource}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
