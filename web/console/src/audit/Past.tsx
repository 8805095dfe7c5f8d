import { useCallback, useEffect } from "react";
import type { AuditEvent } from "../api/types";
import { Listing } from "../page/Listing";
import { usePages } from "../page/usePages";
import { auditApi } from "./api";
import { EventTable } from "./EventTable";
import { type AuditFilter, parameters } from "./filter";
import { text } from "./text";

interface Props {
  filter: AuditFilter;
  selected: string | undefined;
  onSelect: (event: AuditEvent) => void;
  onEvents: (events: AuditEvent[]) => void;
}

/** The log page by page, newest first, standing still. */
export function Past({ filter, selected, onSelect, onEvents }: Props) {
  const read = useCallback(
    (cursor: string, signal: AbortSignal) => auditApi.list(parameters(filter), cursor, signal),
    [filter],
  );
  const events = usePages(read);
  useEffect(() => {
    if (events.value) {
      onEvents(events.value);
    }
  }, [events.value, onEvents]);
  return (
    <Listing of={events} empty={text.empty}>
      {(items) => <EventTable events={items} selected={selected} onSelect={onSelect} />}
    </Listing>
  );
}
