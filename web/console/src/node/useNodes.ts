import { useCallback, useEffect, useState } from "react";
import { api } from "../api/client";
import type { Node } from "../api/types";
import { type Paged, usePages } from "../page/usePages";

const SHOWN = ["node"] as const;
const TYPING_MILLIS = 250;

/** A page of the nodes that match, read again when nodes change; what is being typed is waited for. */
export function useNodes(search: string): Paged<Node> {
  const [asked, setAsked] = useState(search);
  useEffect(() => {
    const timer = setTimeout(() => setAsked(search), search === "" ? 0 : TYPING_MILLIS);
    return () => clearTimeout(timer);
  }, [search]);
  const read = useCallback((cursor: string, signal: AbortSignal) => api.nodes(asked, cursor, signal), [asked]);
  return usePages(read, SHOWN);
}
