import { useCallback, useState } from "react";
import type { Page } from "../api/types";
import type { Kind } from "./console";
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

/** One page of the server's at a time, however many there are. Function and kinds must be memoised: another function begins anew. */
export function usePages<T>(
  read: (cursor: string, signal: AbortSignal) => Promise<Page<T>>,
  kinds?: readonly Kind[],
): Paged<T> {
  const [way, setWay] = useState({ of: read, cursors: [""] });
  // cursors of another question mean nothing here
  const cursors = way.of === read ? way.cursors : [""];
  const cursor = cursors.at(-1) ?? "";
  const load = useCallback((signal: AbortSignal) => nextWithSomething(read, cursor, signal), [read, cursor]);
  const { value, ...rest } = useLoad(load, kinds);
  const following = value?.next_cursor ?? "";
  return {
    ...rest,
    value: value?.items,
    page: cursors.length,
    hasNext: following !== "",
    next: () => setWay({ of: read, cursors: [...cursors, following] }),
    previous: () => setWay({ of: read, cursors: cursors.slice(0, Math.max(1, cursors.length - 1)) }),
  };
}
