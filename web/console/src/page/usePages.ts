import { useCallback, useEffect, useState } from "react";
import type { Page } from "../api/types";
import { type Loaded, useLoad } from "./useLoad";

export interface Paged<T> extends Loaded<T[]> {
  /** From 1. */
  page: number;
  hasNext: boolean;
  next: () => void;
  previous: () => void;
}

/** So often the server may answer with nothing and more to come before the person is asked. */
const MOST_EMPTY = 20;

async function nextWithSomething<T>(
  read: (cursor: string, signal: AbortSignal) => Promise<Page<T>>,
  cursor: string,
  signal: AbortSignal,
): Promise<Page<T>> {
  let page = await read(cursor, signal);
  for (let tries = 0; page.items.length === 0 && page.next_cursor !== "" && tries < MOST_EMPTY; tries++) {
    page = await read(page.next_cursor, signal);
  }
  return page;
}

/** One page of the server's at a time, however many there are. The function must be memoised: another one begins anew. */
export function usePages<T>(
  read: (cursor: string, signal: AbortSignal) => Promise<Page<T>>,
  every = 0,
): Paged<T> {
  const [cursors, setCursors] = useState([""]);
  const cursor = cursors.at(-1) ?? "";
  useEffect(() => setCursors((before) => (before.length === 1 ? before : [""])), [read]);
  const load = useCallback((signal: AbortSignal) => nextWithSomething(read, cursor, signal), [read, cursor]);
  const { value, ...rest } = useLoad(load, every);
  const following = value?.next_cursor ?? "";
  return {
    ...rest,
    value: value?.items,
    page: cursors.length,
    hasNext: following !== "",
    next: useCallback(() => setCursors((before) => [...before, following]), [following]),
    previous: useCallback(() => setCursors((before) => before.slice(0, Math.max(1, before.length - 1))), []),
  };
}
