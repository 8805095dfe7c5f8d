import {
  Alert,
  Button,
  Content,
  EmptyState,
  EmptyStateActions,
  EmptyStateBody,
  EmptyStateFooter,
  Spinner,
  Tab,
  Tabs,
  TabTitleText,
} from "@patternfly/react-core";
import { useEffect, useRef, useState, useSyncExternalStore } from "react";
import { ConfirmIt } from "../mfa/ConfirmIt";
import { useConsole } from "../page/console";
import { PageHead } from "../page/Listing";
import { ProblemAlert } from "../page/ProblemAlert";
import { href, rename } from "../page/route";
import type { PageProps } from "../page/SignedIn";
import { FilePanel } from "./FilePanel";
import { confirmOf, connectingOf, howItEnded, JoinTools, Role, screenOf, titleOf } from "./Joined";
import { joinOf, queryOf } from "./join";
import { type Tab as Terminal, terminals } from "./tabs";
import { text } from "./text";

const panelId = (id: number) => `terminal-${id}`;

export function TerminalPage({ route }: PageProps) {
  const { tabs, active } = useSyncExternalStore(terminals.subscribe, terminals.snapshot);
  const { id: node, query } = route;
  const login = query["login"] ?? "";
  const { join: session = "", mode = "" } = query;
  const asked = node !== "" && (login !== "" || session !== "");
  useEffect(() => {
    if (asked) {
      const join = joinOf({ join: session, mode });
      terminals.show(node, join ? "" : login, join);
    }
  }, [asked, node, login, session, mode]);

  const shown = tabs.find((each) => each.id === active);
  useEffect(() => {
    if (shown) {
      rename(href("terminal", shown.node, queryOf(shown.login, shown.join)));
    }
  }, [shown]);

  if (!shown) {
    return asked ? null : <NoTerminal />;
  }
  return (
    <div className="sp-terminal">
      <PageHead title={text.title} />
      <Tabs
        isBox
        activeKey={active}
        aria-label={text.tabs}
        onSelect={(_, key) => terminals.select(Number(key))}
      >
        {tabs.map((tab) => (
          <Tab
            key={tab.id}
            eventKey={tab.id}
            title={<TabTitleText>{titleOf(tab)}</TabTitleText>}
            tabContentId={panelId(tab.id)}
          />
        ))}
      </Tabs>
      <Panel key={active} tab={shown} />
    </div>
  );
}

function NoTerminal() {
  return (
    <EmptyState titleText={text.none} headingLevel="h1">
      <EmptyStateBody>{text.noneBody}</EmptyStateBody>
      <EmptyStateFooter>
        <EmptyStateActions>
          <Button component="a" href={href("nodes")}>
            {text.toNodes}
          </Button>
        </EmptyStateActions>
      </EmptyStateFooter>
    </EmptyState>
  );
}

function Panel({ tab }: { tab: Terminal }) {
  const { sessionOver } = useConsole();
  const [notice, setNotice] = useState("");
  const { id, state } = tab;
  useEffect(() => {
    if (state.state === "refused" && state.failure.sessionOver) {
      sessionOver(state.failure);
    }
  }, [state, sessionOver]);
  return (
    <section id={panelId(id)} role="tabpanel" aria-label={screenOf(tab)} className="sp-terminal-panel">
      <Tools tab={tab} onNotice={setNotice} />
      <Role tab={tab} />
      <div aria-live="polite">
        {notice !== "" && <Alert variant="warning" isInline isPlain title={notice} />}
        <Outcome tab={tab} />
      </div>
      {state.state === "mfa" && (
        <ConfirmIt
          what={confirmOf(tab)}
          onAnswer={(answer) => terminals.answer(id, answer)}
          onCancel={() => terminals.close(id)}
        />
      )}
      {state.state === "open" && !tab.join && <FilePanel place={tab} name={tab.name} />}
      <Screen id={id} hidden={state.state === "mfa" || state.state === "refused"} />
    </section>
  );
}

function Screen({ id, hidden }: { id: number; hidden: boolean }) {
  const place = useRef<HTMLDivElement>(null);
  useEffect(() => (place.current ? terminals.attach(id, place.current) : undefined), [id]);
  // not display: none, where nothing has a size
  return <div ref={place} className={hidden ? "sp-terminal-place sp-terminal-hidden" : "sp-terminal-place"} aria-hidden={hidden} />;
}

function Outcome({ tab }: { tab: Terminal }) {
  const { join, state } = tab;
  const hint = join ? text.join.againHint : text.againHint;
  switch (state.state) {
    case "connecting":
      return (
        <p>
          <Spinner size="md" aria-hidden /> {connectingOf(tab)}
        </p>
      );
    case "refused":
      return <ProblemAlert title={join ? text.join.refused : text.refused} failure={state.failure} />;
    case "ended": {
      const how =
        howItEnded(tab) ??
        (state.status !== undefined ? text.endedWith(state.status) : state.signal ? text.endedBy(state.signal) : text.cut);
      return <Alert variant="info" isInline isPlain title={`${how} ${hint}`} />;
    }
    case "lost":
      return <Alert variant="warning" isInline isPlain title={`${join ? text.join.lost : text.lost} ${hint}`} />;
    case "open":
    case "mfa":
      return null;
  }
}

function Tools({ tab, onNotice }: { tab: Terminal; onNotice: (notice: string) => void }) {
  const first = useRef<HTMLButtonElement>(null);
  const [aloud, setAloud] = useState(false);
  const { id, node, login, state, join } = tab;
  const over = state.state === "refused" || state.state === "ended" || state.state === "lost";
  useEffect(() => {
    terminals.onLeave = () => first.current?.focus();
  });
  const attempt = (work: Promise<void> | undefined, otherwise: string) => {
    work?.then(
      () => onNotice(""),
      () => onNotice(otherwise),
    );
  };
  return (
    <div className="sp-terminal-tools">
      {over ? (
        <Button ref={first} size="sm" onClick={() => terminals.again(id)}>
          {join ? text.join.again : text.again}
        </Button>
      ) : (
        !join && (
          <Button ref={first} size="sm" variant="secondary" onClick={() => terminals.open(node, login)}>
            {text.newTab}
          </Button>
        )
      )}
      <JoinTools tab={tab} first={first} />
      <Button size="sm" variant="tertiary" onClick={() => attempt(terminals.view(id)?.copy(), text.noCopy)}>
        {text.copy}
      </Button>
      <Button
        size="sm"
        variant="tertiary"
        isDisabled={state.state !== "open" || (join !== undefined && join.mode !== "peer")}
        onClick={() => attempt(terminals.view(id)?.paste(), text.noPaste)}
      >
        {text.paste}
      </Button>
      <Button
        size="sm"
        variant="tertiary"
        aria-pressed={aloud}
        onClick={() => {
          terminals.view(id)?.readAloud(!aloud);
          setAloud(!aloud);
        }}
      >
        {text.readAloud}
      </Button>
      <Button size="sm" variant="tertiary" onClick={() => terminals.close(id)}>
        {text.closeTab}
      </Button>
      <Content component="small">{text.keys}</Content>
    </div>
  );
}
