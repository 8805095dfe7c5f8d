import { Button, Content, Label } from "@patternfly/react-core";
import { type RefObject, useEffect, useState } from "react";
import { Dialog } from "../page/Dialog";
import { type Tab, terminals } from "./tabs";
import { text } from "./text";

/** What a terminal is called. */
export const titleOf = ({ login, name, join }: Tab) => (join ? text.join.tab(join.mode, name) : text.tab(login, name));
export const screenOf = ({ login, name, join }: Tab) =>
  join ? text.join.screen(join.mode, name) : text.screen(login, name);
export const connectingOf = ({ login, name, join }: Tab) =>
  join ? text.join.connecting(join.mode, name) : text.connecting(login, name);
export const confirmOf = ({ login, name, join }: Tab) =>
  join ? text.join.confirm(join.mode, name) : text.confirm(login, name);

/** What a node says to who is not let in; docs/protocol/live-sessions.md. */
const NOT_LET_IN = 254;

/** How a part in a session ended. @returns undefined where it did as terminals do */
export function howItEnded({ join, state }: Tab): string | undefined {
  if (!join || state.state !== "ended") {
    return undefined;
  }
  switch (state.status) {
    case 0:
      return text.join.over;
    case NOT_LET_IN:
      return text.join.notLetIn;
    default:
      return undefined;
  }
}

const isOver = ({ state: { state } }: Tab) => state === "refused" || state === "ended" || state === "lost";

/** As what one is in whose session. */
export function Role({ tab }: { tab: Tab }) {
  const { join, session } = tab;
  if (!join) {
    return null;
  }
  return (
    <div className="sp-terminal-tools">
      <Label color={join.mode === "observer" ? "blue" : "orange"}>{text.join.as[join.mode]}</Label>
      <Content component="small">
        {session && `${text.join.whose(session.user, session.login, session.node)} `}
        {!isOver(tab) && text.join.may[join.mode]}
      </Content>
    </div>
  );
}

interface ToolsProps {
  tab: Tab;
  /** Where focus goes when the terminal is left by keys. */
  first: RefObject<HTMLButtonElement | null>;
}

/** What only those do who take part in somebody's session. */
export function JoinTools({ tab, first }: ToolsProps) {
  const { id, join, session, state } = tab;
  const [ending, setEnding] = useState(false);
  const moderates = join?.mode === "moderator";
  const open = state.state === "open";
  useEffect(() => {
    terminals.onEnd = () => setEnding(moderates && open);
    return () => {
      terminals.onEnd = () => undefined;
    };
  }, [moderates, open]);
  if (!join || isOver(tab)) {
    return null;
  }
  return (
    <>
      <Button ref={first} size="sm" variant="secondary" isDisabled={!open} onClick={() => terminals.leave(id)}>
        {text.join.leave}
      </Button>
      {moderates && (
        <Button size="sm" variant="danger" isDisabled={!open} onClick={() => setEnding(true)}>
          {text.join.end}
        </Button>
      )}
      {ending && open && (
        <Dialog
          title={session ? text.join.endOf(session.user) : text.join.endTitle}
          action={text.join.end}
          danger
          onClose={() => setEnding(false)}
          onSubmit={async () => {
            terminals.endForAll(id);
            setEnding(false);
          }}
        >
          <Content component="p">{text.join.endBody}</Content>
        </Dialog>
      )}
    </>
  );
}
