import { Button } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import type { AuditEvent } from "../api/types";
import { localTime } from "../page/time";
import { OutcomeLabel } from "./OutcomeLabel";

interface Props {
  events: AuditEvent[];
  selected: string | undefined;
  onSelect: (event: AuditEvent) => void;
}

export function EventTable({ events, selected, onSelect }: Props) {
  return (
    <Table aria-label="Audit events" variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th width={20}>Time</Th>
          <Th width={15}>Event</Th>
          <Th width={10}>Outcome</Th>
          <Th width={15}>User</Th>
          <Th>Message</Th>
        </Tr>
      </Thead>
      <Tbody>
        {events.map((event) => (
          <Tr key={event.uid} isClickable isRowSelected={event.uid === selected} onRowClick={() => onSelect(event)}>
            <Td dataLabel="Time">
              <time dateTime={event.time}>{localTime(event.time)}</time>
            </Td>
            <Td dataLabel="Event">
              {/* the way in for the keyboard; the click on the row is for the mouse */}
              <Button
                variant="link"
                isInline
                aria-label={`Details of ${event.event}`}
                onClick={(click) => {
                  click.stopPropagation();
                  onSelect(event);
                }}
              >
                {event.event}
              </Button>
            </Td>
            <Td dataLabel="Outcome">
              <OutcomeLabel outcome={event.outcome} />
            </Td>
            <Td dataLabel="User" className="sp-breakable">
              {event.user}
            </Td>
            <Td dataLabel="Message" className="sp-breakable">
              {event.message || event.resource}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
