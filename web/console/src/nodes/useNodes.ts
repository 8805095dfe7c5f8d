import { useCallback, useEffect, useState } from "react";
import { api, problemOf, type ProblemError } from "../api/client";
import type { Node } from "../api/types";

const REFRESH_MILLIS = 5_000;
const TYPING_MILLIS = 250;
const MAX_PAGES = 10;

export interface Nodes {
  nodes: Node[] | undefined;
  /** More than is shown here. */
  more: boolean;
  failure: ProblemError | undefined;
  readAt: number;
}

async function readAll(search: string, signal: AbortSignal): Promise<{ nodes: Node[]; more: boolean }> {
  const nodes: Node[] = [];
  let cursor = "";
  for (let page = 0; page < MAX_PAGES; page++) {
    const read = await api.nodes(search, cursor, signal);
    nodes.push(...read.items);
    cursor = read.next_cursor;
    if (cursor === "") {
      return { nodes, more: false };
    }
  }
  return { nodes, more: true };
}

/** The nodes that match, read again every few seconds while the page is looked at. */
export function useNodes(search: string): Nodes {
  const [state, setState] = useState<Nodes>({ nodes: undefined, more: false, failure: undefined, readAt: Date.now() });

  const read = useCallback(
    async (signal: AbortSignal) => {
      try {
        const found = await readAll(search, signal);
        setState({ ...found, failure: undefined, readAt: Date.now() });
      } catch (problem) {
        if (!signal.aborted) {
          // what was read before stays on the screen
          setState((before) => ({ ...before, failure: problemOf(problem) }));
        }
      }
    },
    [search],
  );

  useEffect(() => {
    const abort = new AbortController();
    let timer: ReturnType<typeof setTimeout>;
    const again = async () => {
      if (document.visibilityState !== "hidden") {
        await read(abort.signal);
      }
      if (!abort.signal.aborted) {
        timer = setTimeout(() => void again(), REFRESH_MILLIS);
      }
    };
    timer = setTimeout(() => void again(), search === "" ? 0 : TYPING_MILLIS);
    return () => {
      abort.abort();
      clearTimeout(timer);
    };
  }, [read, search]);

  return state;
}
