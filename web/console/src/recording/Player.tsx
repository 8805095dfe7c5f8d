import { Alert, Bullseye, Button, Checkbox, FormSelect, FormSelectOption, Slider, Spinner } from "@patternfly/react-core";
import { PauseIcon, PlayIcon } from "@patternfly/react-icons";
import { useEffect, useMemo, useRef, useState } from "react";
import type { Recording } from "../api/types";
import { ProblemAlert } from "../page/ProblemAlert";
import { text as pageText } from "../page/text";
import { type Run, Screen } from "./screen";
import { TerminalView } from "./TerminalView";
import { text } from "./text";
import { advance, clock, countUntil, type Frame, markers } from "./timeline";
import { useFrames } from "./useFrames";

const SPEEDS = ["0.5", "1", "2", "4", "8"];
const TICK_MILLIS = 100;

/** Plays a recording: pause, seek, speed, without the pauses if wanted. */
export function Player({ recording }: { recording: Recording }) {
  const { frames, complete, tooLarge, failure } = useFrames(recording.info.session_id);
  const [at, setAt] = useState(0);
  const [playing, setPlaying] = useState(false);
  const [speed, setSpeed] = useState("1");
  const [skipIdle, setSkipIdle] = useState(true);
  const end = frames.at(-1)?.at ?? 0;
  const { rows, columns } = useScreen(recording, frames, at);
  const marks = useMemo(() => markers(frames), [frames]);

  useEffect(() => {
    if (!playing) {
      return;
    }
    const timer = setInterval(
      () => setAt((now) => advance(frames, now, TICK_MILLIS / 1000, { speed: Number(speed), skipIdle })),
      TICK_MILLIS,
    );
    return () => clearInterval(timer);
  }, [playing, frames, speed, skipIdle]);

  useEffect(() => {
    if (playing && complete && at >= end) {
      setPlaying(false);
    }
  }, [playing, complete, at, end]);

  if (frames.length === 0 && !complete && !failure) {
    return (
      <Bullseye className="sp-above">
        <Spinner aria-label={text.reading} />
      </Bullseye>
    );
  }
  return (
    <div className="sp-above">
      {failure && <ProblemAlert title={pageText.notRead} failure={failure} />}
      {tooLarge && <Alert variant="info" isInline title={text.tooLarge} />}
      {complete && frames.length === 0 && <p>{text.nothing}</p>}
      <div className="sp-player">
        <Button
          variant="secondary"
          icon={playing ? <PauseIcon /> : <PlayIcon />}
          onClick={() => {
            if (!playing && at >= end) {
              setAt(0);
            }
            setPlaying(!playing);
          }}
        >
          {playing ? text.pause : text.play}
        </Button>
        <Slider
          className="sp-player-slider"
          value={at}
          min={0}
          max={Math.max(end, 0.1)}
          step={Math.max(end / 200, 0.1)}
          showTicks={false}
          showBoundaries={false}
          thumbAriaLabel={text.position}
          onChange={(_, value) => setAt(value)}
        />
        <span className="sp-player-clock">
          {clock(at)} / {clock(end)}
        </span>
        <FormSelect className="sp-player-speed" aria-label={text.speed} value={speed} onChange={(_, value) => setSpeed(value)}>
          {SPEEDS.map((each) => (
            <FormSelectOption key={each} value={each} label={`${each}×`} />
          ))}
        </FormSelect>
        <Checkbox
          id="skip-idle"
          label={text.skipIdle}
          isChecked={skipIdle}
          onChange={(_, checked) => setSkipIdle(checked)}
        />
      </div>
      <TerminalView rows={rows} columns={columns} />
      {!complete && <p className="sp-quiet">{text.more}</p>}
      {marks.length > 0 && <Markers marks={marks} onGo={setAt} />}
    </div>
  );
}

function Markers({ marks, onGo }: { marks: { at: number; text: string }[]; onGo: (at: number) => void }) {
  return (
    <ul aria-label={text.markers} className="sp-above">
      {marks.map((mark) => (
        <li key={`${mark.at} ${mark.text}`}>
          <Button variant="link" isInline aria-label={text.jump(mark.text)} onClick={() => onGo(mark.at)}>
            {clock(mark.at)} {mark.text}
          </Button>
        </li>
      ))}
    </ul>
  );
}

/** The screen as it was at a time. Drawings come one after the other; times that pass meanwhile are left out. */
function useScreen(recording: Recording, frames: Frame[], at: number): { rows: Run[][]; columns: number } {
  const { session_id, columns, rows } = recording.info;
  const screen = useRef<Screen>(undefined);
  const busy = useRef<Promise<void>>(Promise.resolve());
  const wanted = useRef(0);
  const [drawn, setDrawn] = useState<{ rows: Run[][]; columns: number }>({ rows: [], columns });

  useEffect(() => {
    const made = new Screen(columns, rows);
    screen.current = made;
    return () => {
      screen.current = undefined;
      void busy.current.then(() => made.end());
    };
  }, [session_id, columns, rows]);

  const count = countUntil(frames, at);
  useEffect(() => {
    wanted.current = count;
    busy.current = busy.current.then(async () => {
      const current = screen.current;
      if (current && wanted.current === count) {
        await current.show(frames, count, { columns, rows });
        setDrawn({ rows: current.rows(), columns: current.columns });
      }
    });
  }, [count, frames, columns, rows]);
  return drawn;
}
