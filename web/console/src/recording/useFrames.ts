import { useEffect, useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import { recordingApi } from "./api";
import { type Frame, parsePart } from "./timeline";

const FOLLOW_MILLIS = 2_000;
/** Characters and bytes that a browser can be asked to keep. */
const MOST = 64 * 1024 * 1024;

export interface Frames {
  frames: Frame[];
  complete: boolean;
  /** There is more, but not here. */
  tooLarge: boolean;
  failure: ProblemError | undefined;
}

const NOTHING: Frames = { frames: [], complete: false, tooLarge: false, failure: undefined };

/** Reads a recording part by part, and follows it while its session goes on. */
export function useFrames(session: string): Frames {
  const [state, setState] = useState<Frames>(NOTHING);
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let after = "";
    let size = 0;
    async function read(): Promise<void> {
      try {
        const part = parsePart(await recordingApi.events(session, after, abort.signal));
        after = part.segment === "" ? after : part.segment;
        if (abort.signal.aborted) {
          return;
        }
        size += part.frames.reduce((sum, frame) => sum + frame.data.length, 0);
        const tooLarge = size > MOST;
        const complete = tooLarge || (!part.more && part.state !== "live");
        setState((before) => ({ frames: before.frames.concat(part.frames), complete, tooLarge, failure: undefined }));
        if (!complete) {
          timer = setTimeout(() => void read(), part.more ? 0 : FOLLOW_MILLIS);
        }
      } catch (problem) {
        if (!abort.signal.aborted) {
          setState((before) => ({ ...before, failure: problemOf(problem) }));
        }
      }
    }
    setState(NOTHING);
    void read();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [session]);
  return state;
}
