import { Alert, Button, Content, Label, Spinner } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import type { LoginSession } from "../api/types";
import { useConsole } from "../page/console";
import { Dialog } from "../page/Dialog";
import { ProblemAlert } from "../page/ProblemAlert";
import { localTime } from "../page/time";
import { useLoad } from "../page/useLoad";
import { accountApi } from "./api";
import { text } from "./text";

/** Programs may leave many behind. */
const SHOWN = 50;

/** One's own login sessions, in browsers and of command lines, and their end. */
export function LoginSessions() {
  const { sessionOver } = useConsole();
  const { value: sessions, failure: unread, refresh } = useLoad(accountApi.sessions);
  const [failure, setFailure] = useState<ProblemError>();
  const [notice, setNotice] = useState("");
  const [asking, setAsking] = useState(false);

  async function end({ id, address }: LoginSession) {
    setFailure(undefined);
    setNotice("");
    try {
      await accountApi.end(id);
      setNotice(text.ended(address));
    } catch (problem) {
      const refused = problemOf(problem);
      if (refused.sessionOver) {
        sessionOver(refused);
        return;
      }
      setFailure(refused);
    }
    refresh();
  }

  const problem = failure ?? unread;
  return (
    <>
      <Content component="h2" className="sp-above">
        {text.sessions}
      </Content>
      {problem && <ProblemAlert title={text.failed} failure={problem} />}
      {notice && <Alert variant="success" isInline title={notice} />}
      {!sessions && !unread && <Spinner aria-label={text.reading} />}
      {sessions && <SessionTable sessions={sessions.slice(0, SHOWN)} onEnd={(session) => void end(session)} />}
      {sessions && sessions.length > SHOWN && <p>{text.more(sessions.length - SHOWN)}</p>}
      <p className="sp-above sp-quiet">{text.stays}</p>
      {sessions && sessions.length > 1 && (
        <Button className="sp-above" variant="secondary" onClick={() => setAsking(true)}>
          {text.endOthers}
        </Button>
      )}
      {asking && (
        <Dialog
          title={text.endOthersTitle}
          action={text.endOthers}
          onClose={() => setAsking(false)}
          onSubmit={async () => {
            const { ended } = await accountApi.endOthers();
            setAsking(false);
            setFailure(undefined);
            setNotice(text.wereEnded(ended));
            refresh();
          }}
        >
          <p>{text.endOthersBody}</p>
          <p>{text.stays}</p>
        </Dialog>
      )}
    </>
  );
}

function SessionTable({ sessions, onEnd }: { sessions: LoginSession[]; onEnd: (session: LoginSession) => void }) {
  return (
    <Table aria-label={text.sessions} variant="compact">
      <Thead>
        <Tr>
          <Th>{text.since}</Th>
          <Th>{text.from}</Th>
          <Th>{text.by}</Th>
          <Th>{text.ends}</Th>
          <Th screenReaderText={text.actions} />
        </Tr>
      </Thead>
      <Tbody>
        {sessions.map((session) => (
          <Tr key={session.id}>
            <Td dataLabel={text.since}>{localTime(session.created)}</Td>
            <Td dataLabel={text.from}>{session.address}</Td>
            <Td dataLabel={text.by} className="sp-breakable">
              {proofOf(session)}
            </Td>
            <Td dataLabel={text.ends}>{localTime(session.expires)}</Td>
            <Td dataLabel={text.actions}>
              {session.current ? (
                <Label color="blue" isCompact>
                  {text.here}
                </Label>
              ) : (
                <Button
                  variant="link"
                  isInline
                  isDanger
                  aria-label={text.signOutOf(session.address, localTime(session.created))}
                  onClick={() => onEnd(session)}
                >
                  {text.signOut}
                </Button>
              )}
            </Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

function proofOf({ connector, device }: LoginSession): string {
  return connector === "" ? device || text.noDevice : text.bySso(connector);
}
