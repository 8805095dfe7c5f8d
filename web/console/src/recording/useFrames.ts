import { useEffect, useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import { recordingApi } from "./api";
import { type Frame, parsePart } from "./timeline";

const FOLLOW_MILLIS = 2_000;

export interface Frames {
  frames: Frame[];
  complete: boolean;
  failure: ProblemError | undefined;
}

/** Reads a recording part by part, and follows it while its session goes on. */
export function useFrames(session: string): Frames {
  const [state, setState] = useState<Frames>({ frames: [], complete: false, failure: undefined });
  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    let after = "";
    async function read(): Promise<void> {
      try {
        const part = parsePart(await recordingApi.events(session, after, abort.signal));
        after = part.segment === "" ? after : part.segment;
        if (abort.signal.aborted) {
          return;
        }
        const complete = !part.more && part.state !== "live";
        setState((before) => ({ frames: before.frames.concat(part.frames), complete, failure: undefined }));
        if (!complete) {
          timer = setTimeout(() => void read(), part.more ? 0 : FOLLOW_MILLIS);
        }
      } catch (problem) {
        if (!abort.signal.aborted) {
          setState((before) => ({ ...before, failure: problemOf(problem) }));
        }
      }
    }
    setState({ frames: [], complete: false, failure: undefined });
    void read();
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [session]);
  return state;
}
