import {
  DescriptionList,
  DescriptionListDescription,
  DescriptionListGroup,
  DescriptionListTerm,
  DrawerActions,
  DrawerCloseButton,
  DrawerHead,
  DrawerPanelBody,
  DrawerPanelContent,
  Title,
} from "@patternfly/react-core";
import { useEffect, useRef } from "react";
import type { AuditEvent } from "../api/types";
import { href } from "../page/route";
import { localTime } from "../page/time";
import { OutcomeLabel } from "./OutcomeLabel";
import { Proof } from "./Proof";
import { text } from "./text";

export function details(event: AuditEvent): [string, string][] {
  const rows: [string, string | undefined][] = [
    [text.time, `${localTime(event.time)} (${event.time})`],
    [text.message, event.message],
    [text.user, event.user],
    [text.resource, event.resource && `${event.resource_kind ?? ""} ${event.resource}`.trim()],
    [text.address, event.address],
    [text.session, event.session_id],
    [text.code, event.code],
    [text.eventId, event.uid],
    ...Object.entries(event.fields ?? {}).map(([name, value]): [string, string] => [
      name === "reasons" ? text.reasons : name,
      value,
    ]),
  ];
  return rows.filter((row): row is [string, string] => Boolean(row[1]));
}

export function EventDetails({ event, onClose }: { event: AuditEvent; onClose: () => void }) {
  const heading = useRef<HTMLSpanElement>(null);
  useEffect(() => heading.current?.focus(), [event.uid]);

  return (
    <DrawerPanelContent
      defaultSize="26rem"
      onKeyDown={(key) => {
        if (key.key === "Escape") {
          onClose();
        }
      }}
    >
      <DrawerHead>
        <span ref={heading} tabIndex={-1} className="sp-details-heading">
          <Title headingLevel="h2" size="lg" className="sp-breakable">
            {event.event}
          </Title>
          <OutcomeLabel outcome={event.outcome} />
        </span>
        <DrawerActions>
          <DrawerCloseButton onClose={onClose} aria-label={text.closeDetails} />
        </DrawerActions>
      </DrawerHead>
      <DrawerPanelBody>
        <DescriptionList isCompact>
          {details(event).map(([term, value]) => (
            <DescriptionListGroup key={term}>
              <DescriptionListTerm>{term}</DescriptionListTerm>
              <DescriptionListDescription className="sp-breakable sp-lines">{value}</DescriptionListDescription>
            </DescriptionListGroup>
          ))}
        </DescriptionList>
        {event.session_id && (
          <p className="sp-above">
            <a href={href("recordings", event.session_id)}>{text.recording}</a>
          </p>
        )}
        <Proof uid={event.uid} />
      </DrawerPanelBody>
    </DrawerPanelContent>
  );
}
