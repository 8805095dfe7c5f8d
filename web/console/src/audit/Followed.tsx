import { Bullseye, Button, EmptyState, EmptyStateBody, Spinner } from "@patternfly/react-core";
import { useEffect } from "react";
import type { AuditEvent } from "../api/types";
import { useConsole } from "../page/console";
import { ProblemAlert } from "../page/ProblemAlert";
import { EventTable } from "./EventTable";
import type { LiveState } from "./feed";
import type { AuditFilter } from "./filter";
import { text } from "./text";
import { useAuditFeed } from "./useAuditFeed";

interface Props {
  filter: AuditFilter;
  selected: string | undefined;
  onSelect: (event: AuditEvent) => void;
  onEvents: (events: AuditEvent[]) => void;
  onState: (state: LiveState) => void;
  onOlder: () => void;
}

/** The newest events and those that come while it is looked at. */
export function Followed({ filter, selected, onSelect, onEvents, onState, onOlder }: Props) {
  const { sessionOver } = useConsole();
  const { events, live, loading, olderCursor, failure } = useAuditFeed(filter, true);
  useEffect(() => onState(live), [live, onState]);
  useEffect(() => onEvents(events), [events, onEvents]);
  useEffect(() => {
    if (failure?.sessionOver) {
      sessionOver(failure);
    }
  }, [failure, sessionOver]);

  return (
    <>
      {failure && <ProblemAlert title={text.notRead} failure={failure} />}
      {events.length > 0 && <EventTable events={events} selected={selected} onSelect={onSelect} />}
      {loading && (
        <Bullseye>
          <Spinner aria-label={text.reading} />
        </Bullseye>
      )}
      {!loading && !failure && events.length === 0 && (
        <EmptyState titleText={text.empty.title} headingLevel="h2">
          <EmptyStateBody>{text.empty.body}</EmptyStateBody>
        </EmptyState>
      )}
      {!loading && olderCursor !== "" && (
        <Bullseye className="sp-above">
          <Button variant="secondary" onClick={onOlder}>
            {text.older}
          </Button>
        </Bullseye>
      )}
    </>
  );
}
