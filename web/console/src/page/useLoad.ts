import { useCallback, useEffect, useRef, useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import { useConsole } from "./console";

export interface Loaded<T> {
  value: T | undefined;
  failure: ProblemError | undefined;
  loading: boolean;
  readAt: number;
  refresh: () => void;
}

/**
 * Reads at once, when the window is looked at again, on demand, and every so many milliseconds while it is looked at.
 * What was read before stays until there is something newer, and when a later read of the same fails. The function must be
 * memoised: another one reads anew.
 */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, every = 0): Loaded<T> {
  const { sessionOver } = useConsole();
  const busy = useRef(false);
  const over = useRef(sessionOver);
  over.current = sessionOver;
  const [round, setRound] = useState(0);
  const [{ of: _of, ...state }, setState] = useState<Omit<Loaded<T>, "refresh"> & { of: unknown }>({
    of: load,
    value: undefined,
    failure: undefined,
    loading: true,
    readAt: Date.now(),
  });
  const refresh = useCallback(() => setRound((before) => before + 1), []);

  useEffect(() => {
    const abort = new AbortController();
    busy.current = true;
    setState((before) => ({ ...before, loading: true }));
    load(abort.signal).then(
      (value) => {
        if (!abort.signal.aborted) {
          busy.current = false;
          setState({ of: load, value, failure: undefined, loading: false, readAt: Date.now() });
        }
      },
      (problem: unknown) => {
        if (!abort.signal.aborted) {
          busy.current = false;
          const failure = problemOf(problem);
          setState((before) => ({
            ...before,
            of: load,
            value: before.of === load ? before.value : undefined,
            failure,
            loading: false,
          }));
          if (failure.sessionOver) {
            over.current(failure);
          }
        }
      },
    );
    return () => abort.abort();
  }, [load, round]);

  useEffect(() => {
    const seen = () => {
      // an answer that takes long is waited for
      if (document.visibilityState !== "hidden" && !busy.current) {
        refresh();
      }
    };
    window.addEventListener("focus", seen);
    const timer = every > 0 ? setInterval(seen, every) : undefined;
    return () => {
      window.removeEventListener("focus", seen);
      clearInterval(timer);
    };
  }, [every, refresh]);

  return { ...state, refresh };
}
