import { Breadcrumb, BreadcrumbItem, Button, Tab, Tabs, TabTitleText } from "@patternfly/react-core";
import { lazy, Suspense, useCallback, useState } from "react";
import { useConsole } from "../page/console";
import type { Recording } from "../api/types";
import { Details } from "../page/Details";
import { Dialog } from "../page/Dialog";
import { PageHead, Shown } from "../page/Listing";
import { href, navigate } from "../page/route";
import { localTime } from "../page/time";
import { useLoad } from "../page/useLoad";
import { recordingApi } from "./api";
import { PlainText } from "./PlainText";
import { size } from "./size";
import { StateLabel } from "./StateLabel";
import { text } from "./text";
import { Verification } from "./Verification";

/** The terminal is large: it is loaded when a recording is looked at. */
const Player = lazy(async () => ({ default: (await import("./Player")).Player }));

export function RecordingPage({ session }: { session: string }) {
  const { may } = useConsole();
  const [tab, setTab] = useState<string | number>("play");
  const [removing, setRemoving] = useState(false);
  const load = useCallback((signal: AbortSignal) => recordingApi.get(session, signal), [session]);
  const recording = useLoad(load);
  const state = recording.value?.state;

  return (
    <>
      <Breadcrumb aria-label={text.title}>
        <BreadcrumbItem to={href("recordings")}>{text.all}</BreadcrumbItem>
        <BreadcrumbItem isActive>{session}</BreadcrumbItem>
      </Breadcrumb>
      <PageHead title={text.one} onRefresh={recording.refresh}>
        {state && <StateLabel state={state} />}
        <Button variant="secondary" size="sm" component="a" href={recordingApi.castUrl(session)} download>
          {text.download}
        </Button>
        {may("delete", "session_recording") && state !== "live" && (
          <Button variant="secondary" isDanger size="sm" onClick={() => setRemoving(true)}>
            {text.remove}
          </Button>
        )}
      </PageHead>
      <Shown of={recording}>
        {(value) => (
          <Tabs activeKey={tab} onSelect={(_, key) => setTab(key)} mountOnEnter aria-label={text.one}>
            <Tab eventKey="play" title={<TabTitleText>{text.playback}</TabTitleText>}>
              <Suspense fallback={null}>
                <Player recording={value} />
              </Suspense>
            </Tab>
            <Tab eventKey="text" title={<TabTitleText>{text.plain}</TabTitleText>}>
              <PlainText session={session} />
            </Tab>
            <Tab eventKey="about" title={<TabTitleText>{text.about}</TabTitleText>}>
              <div className="sp-above">
                <Details rows={rows(value)} />
                <Verification session={session} />
                {may("list", "event") && <a href={href("audit", "", { session })}>{text.events}</a>}
              </div>
            </Tab>
          </Tabs>
        )}
      </Shown>
      {removing && (
        <Dialog
          title={text.removeTitle}
          action={text.removeAction}
          danger
          onClose={() => setRemoving(false)}
          onSubmit={async (answer) => {
            await recordingApi.remove(session, answer);
            navigate(href("recordings"));
          }}
        >
          <p>{text.removeBody}</p>
        </Dialog>
      )}
    </>
  );
}

function rows(recording: Recording) {
  const { info } = recording;
  return [
    [text.user, info.user],
    [text.login, info.login],
    [text.node, info.node],
    [text.address, info.address],
    [text.kind, info.kind],
    [text.command, info.command && <code>{info.command}</code>],
    [text.started, localTime(info.started)],
    [text.ended, recording.ended && localTime(recording.ended)],
    [text.segments, String(recording.segments)],
    [text.size, size(recording.bytes)],
    [text.session, info.session_id],
    [text.digest, recording.digest && <code>{recording.digest}</code>],
    [text.missing, recording.missing?.join(", ")],
    [text.damage, recording.damage?.join(", ")],
  ] as const;
}
