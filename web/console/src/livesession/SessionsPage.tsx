import { Alert, Button, Form, Label, LabelGroup } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useCallback, useState } from "react";
import type { LiveSession } from "../api/types";
import { Field } from "../page/Field";
import { Listing, PageHead } from "../page/Listing";
import { href } from "../page/route";
import { ago, localTime } from "../page/time";
import { usePages } from "../page/usePages";
import { sessionApi } from "./api";
import { EndDialog } from "./EndDialog";
import { JoinDialog } from "./JoinDialog";
import { text } from "./text";

const SHOWN = ["live_session"] as const;
const COLORS = { running: "green", waiting: "orange", paused: "grey" } as const;

type Asked = { what: "join" | "end"; session: LiveSession };

export function SessionsPage() {
  const [draft, setDraft] = useState({ user: "", node: "" });
  const [filter, setFilter] = useState(draft);
  const [untold, setUntold] = useState(0);
  const [asked, setAsked] = useState<Asked>();
  const [ended, setEnded] = useState(false);
  const read = useCallback(
    async (cursor: string, signal: AbortSignal) => {
      const page = await sessionApi.list(filter, cursor, signal);
      setUntold(page.untold);
      return page;
    },
    [filter],
  );
  const sessions = usePages(read, SHOWN);

  return (
    <>
      <PageHead title={text.title} onRefresh={sessions.refresh} />
      <Form
        className="sp-filter"
        aria-label={text.filter}
        onSubmit={(event) => {
          event.preventDefault();
          setFilter({ user: draft.user.trim(), node: draft.node.trim() });
        }}
      >
        <Field label={text.user} value={draft.user} onChange={(user) => setDraft({ ...draft, user })} />
        <Field label={text.node} value={draft.node} onChange={(node) => setDraft({ ...draft, node })} />
        <div className="sp-filter-buttons">
          <Button type="submit">{text.apply}</Button>
        </div>
      </Form>
      {ended && <Alert variant="success" isInline title={text.ended} timeout onTimeout={() => setEnded(false)} />}
      {untold > 0 && <Alert variant="info" isInline title={text.untold(untold)} />}
      <Listing of={sessions} empty={text.empty}>
        {(items) => <SessionTable sessions={items} now={sessions.readAt} onAsk={setAsked} />}
      </Listing>
      {asked?.what === "join" && <JoinDialog session={asked.session} onClose={() => setAsked(undefined)} />}
      {asked?.what === "end" && (
        <EndDialog
          session={asked.session}
          onClose={() => setAsked(undefined)}
          onEnded={() => {
            setAsked(undefined);
            setEnded(true);
            sessions.refresh();
          }}
        />
      )}
    </>
  );
}

interface TableProps {
  sessions: LiveSession[];
  now: number;
  onAsk: (asked: Asked) => void;
}

export function SessionTable({ sessions, now, onAsk }: TableProps) {
  return (
    <Table aria-label={text.title} variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th>{text.user}</Th>
          <Th>{text.node}</Th>
          <Th>{text.state}</Th>
          <Th>{text.started}</Th>
          <Th>{text.inIt}</Th>
          <Th>{text.actions}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {sessions.map((session) => (
          <Tr key={session.id}>
            <Td dataLabel={text.user}>
              <span className="sp-name">{session.user}</span>
            </Td>
            <Td dataLabel={text.node}>
              {session.login}@{session.node}
            </Td>
            <Td dataLabel={text.state}>
              <Label isCompact variant="outline" color={COLORS[session.state]}>
                {text.states[session.state]}
              </Label>
            </Td>
            <Td dataLabel={text.started} title={localTime(session.started)}>
              {ago(session.started, now)}
            </Td>
            <Td dataLabel={text.inIt}>
              <LabelGroup aria-label={text.inIt}>
                {session.participants.map((each) => (
                  <Label key={`${each.user} ${each.mode} ${each.since}`} isCompact>
                    {each.user}, {each.mode}
                  </Label>
                ))}
              </LabelGroup>
            </Td>
            <Td dataLabel={text.actions}>
              <div className="sp-actions">
                {session.join_modes.length > 0 && (
                  <Button variant="link" isInline onClick={() => onAsk({ what: "join", session })}>
                    {text.join}
                  </Button>
                )}
                <a href={href("recordings", session.id)}>{text.recording}</a>
                {session.may_end && (
                  <Button variant="link" isInline isDanger onClick={() => onAsk({ what: "end", session })}>
                    {text.end}
                  </Button>
                )}
              </div>
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
