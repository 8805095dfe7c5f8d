import {
  Bullseye,
  Button,
  Content,
  Drawer,
  DrawerContent,
  DrawerContentBody,
  EmptyState,
  EmptyStateBody,
  Label,
  Spinner,
  Switch,
} from "@patternfly/react-core";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import type { ProblemError } from "../api/client";
import type { AuditEvent } from "../api/types";
import { ProblemAlert } from "../page/ProblemAlert";
import { EventDetails } from "./EventDetails";
import { EventTable } from "./EventTable";
import type { LiveState } from "./feed";
import { FilterBar } from "./FilterBar";
import { NO_FILTER } from "./filter";
import { useAuditFeed } from "./useAuditFeed";

export function AuditPage({ onSessionOver }: { onSessionOver: (failure: ProblemError) => void }) {
  const [filter, setFilter] = useState(NO_FILTER);
  const [live, setLive] = useState(true);
  const [selected, setSelected] = useState<AuditEvent>();
  const opener = useRef<HTMLElement>(null);
  const { events, live: state, loading, olderCursor, failure, older } = useAuditFeed(filter, live);
  const knownEvents = useMemo(() => distinct(events.map((event) => event.event)), [events]);
  const knownUsers = useMemo(() => distinct(events.map((event) => event.user ?? "")), [events]);

  useEffect(() => {
    if (failure?.sessionOver) {
      onSessionOver(failure);
    }
  }, [failure, onSessionOver]);

  const select = useCallback((event: AuditEvent) => {
    opener.current = document.activeElement as HTMLElement | null;
    setSelected(event);
  }, []);
  const close = useCallback(() => {
    setSelected(undefined);
    opener.current?.focus();
  }, []);

  return (
    <Drawer isExpanded={selected !== undefined}>
      <DrawerContent panelContent={selected && <EventDetails event={selected} onClose={close} />}>
        <DrawerContentBody>
          <div className="sp-title-row">
            <Content component="h1">Audit log</Content>
            <LiveLabel state={state} />
            <Switch id="live" label="Follow live" isChecked={live} onChange={(_, checked) => setLive(checked)} />
          </div>
          <FilterBar filter={filter} knownEvents={knownEvents} knownUsers={knownUsers} onApply={setFilter} />
          {failure && <ProblemAlert title="The audit log could not be read" failure={failure} />}
          {events.length > 0 && <EventTable events={events} selected={selected?.uid} onSelect={select} />}
          {loading && (
            <Bullseye>
              <Spinner aria-label="Reading the audit log" />
            </Bullseye>
          )}
          {!loading && !failure && events.length === 0 && (
            <EmptyState titleText="No events" headingLevel="h2">
              <EmptyStateBody>Nothing in the log matches this filter.</EmptyStateBody>
            </EmptyState>
          )}
          {!loading && olderCursor !== "" && (
            <Bullseye className="sp-above">
              <Button variant="secondary" onClick={older}>
                Show older events
              </Button>
            </Bullseye>
          )}
        </DrawerContentBody>
      </DrawerContent>
    </Drawer>
  );
}

function distinct(values: string[]): string[] {
  return [...new Set(values)].filter((value) => value !== "").sort();
}

const LABELS: Record<LiveState, { text: string; status: "success" | "warning" | "info" }> = {
  live: { text: "Live", status: "success" },
  connecting: { text: "Connecting…", status: "info" },
  lost: { text: "Not live, trying again", status: "warning" },
  paused: { text: "Paused", status: "info" },
};

function LiveLabel({ state }: { state: LiveState }) {
  return (
    <span aria-live="polite">
      <Label status={LABELS[state].status} variant={state === "live" ? "filled" : "outline"} isCompact>
        {LABELS[state].text}
      </Label>
    </span>
  );
}
