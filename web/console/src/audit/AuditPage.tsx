import { Drawer, DrawerContent, DrawerContentBody, Label, Switch } from "@patternfly/react-core";
import { useCallback, useMemo, useRef, useState } from "react";
import type { AuditEvent } from "../api/types";
import { PageHead } from "../page/Listing";
import { href, rename } from "../page/route";
import type { PageProps } from "../page/SignedIn";
import { EventDetails } from "./EventDetails";
import { FilterBar } from "./FilterBar";
import type { LiveState } from "./feed";
import { type AuditFilter, fromQuery } from "./filter";
import { Followed } from "./Followed";
import { Past } from "./Past";
import { text } from "./text";

export function AuditPage({ route }: PageProps) {
  const [filter, setFilter] = useState(() => fromQuery(route.query));
  const [live, setLive] = useState(true);
  const [state, setState] = useState<LiveState>("connecting");
  const [events, setEvents] = useState<AuditEvent[]>([]);
  const [selected, setSelected] = useState<AuditEvent>();
  const opener = useRef<HTMLElement>(null);
  const knownEvents = useMemo(() => distinct(events.map((event) => event.event)), [events]);
  const knownUsers = useMemo(() => distinct(events.map((event) => event.user ?? "")), [events]);

  const select = useCallback((event: AuditEvent) => {
    opener.current = document.activeElement as HTMLElement | null;
    setSelected(event);
  }, []);
  const close = useCallback(() => {
    setSelected(undefined);
    opener.current?.focus();
  }, []);
  const apply = useCallback((wanted: AuditFilter) => {
    rename(href("audit", "", { ...wanted }));
    setFilter(wanted);
  }, []);
  const shown = { filter, selected: selected?.uid, onSelect: select, onEvents: setEvents };

  return (
    <Drawer isExpanded={selected !== undefined}>
      <DrawerContent panelContent={selected && <EventDetails event={selected} onClose={close} />}>
        <DrawerContentBody>
          <PageHead title={text.title}>
            <LiveLabel state={live ? state : "paused"} />
            <Switch id="live" label={text.follow} isChecked={live} onChange={(_, checked) => setLive(checked)} />
          </PageHead>
          <FilterBar filter={filter} knownEvents={knownEvents} knownUsers={knownUsers} onApply={apply} />
          {live ? <Followed {...shown} onState={setState} onOlder={() => setLive(false)} /> : <Past {...shown} />}
        </DrawerContentBody>
      </DrawerContent>
    </Drawer>
  );
}

function distinct(values: string[]): string[] {
  return [...new Set(values)].filter((value) => value !== "").sort();
}

const STATUS: Record<LiveState, "success" | "warning" | "info"> = {
  live: "success",
  connecting: "info",
  lost: "warning",
  paused: "info",
};

function LiveLabel({ state }: { state: LiveState }) {
  return (
    <span aria-live="polite">
      <Label status={STATUS[state]} variant={state === "live" ? "filled" : "outline"} isCompact>
        {text.live[state]}
      </Label>
    </span>
  );
}
