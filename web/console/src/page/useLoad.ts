import { useCallback, useEffect, useRef, useState } from "react";
import { problemOf, type ProblemError } from "../api/client";
import { type Kind, useConsole } from "./console";

export interface Loaded<T> {
  value: T | undefined;
  failure: ProblemError | undefined;
  loading: boolean;
  readAt: number;
  refresh: () => void;
}

const NOTHING: readonly Kind[] = [];

/**
 * Reads at once, when the window is looked at again, on demand, and when something of the kinds that it shows has changed.
 * What was read before stays until there is something newer, and when a later read of the same fails. Function and
 * kinds must be memoised: another function reads anew.
 */
export function useLoad<T>(load: (signal: AbortSignal) => Promise<T>, kinds: readonly Kind[] = NOTHING): Loaded<T> {
  const { sessionOver, changes } = useConsole();
  const busy = useRef(false);
  /** Something changed while it was being read. */
  const stale = useRef(false);
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
    stale.current = false;
    const read = () => {
      busy.current = false;
      if (stale.current) {
        setRound((before) => before + 1);
      }
    };
    // what is only read again is no reason to take buttons away
    setState((before) => ({ ...before, loading: before.loading || before.of !== load }));
    load(abort.signal).then(
      (value) => {
        if (!abort.signal.aborted) {
          read();
          setState({ of: load, value, failure: undefined, loading: false, readAt: Date.now() });
        }
      },
      (problem: unknown) => {
        if (!abort.signal.aborted) {
          read();
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
    return () => window.removeEventListener("focus", seen);
  }, [refresh]);

  useEffect(() => {
    if (kinds.length === 0) {
      return;
    }
    return changes.listen(kinds, () => {
      if (busy.current) {
        stale.current = true;
      } else {
        refresh();
      }
    });
  }, [changes, kinds, refresh]);

  return { ...state, refresh };
}
