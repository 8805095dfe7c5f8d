import { useCallback, useEffect, useRef, useState } from "react";
import { query } from "../api/address";
import { api, AUDIT_STREAM } from "../api/client";
import { AuditFeed, EMPTY_FEED, type FeedState } from "./feed";
import { type AuditFilter, parameters } from "./filter";

export function useAuditFeed(filter: AuditFilter, live: boolean): FeedState & { older: () => void } {
  const [state, setState] = useState<FeedState>(EMPTY_FEED);
  const feed = useRef<AuditFeed>(undefined);

  useEffect(() => {
    const asked = parameters(filter);
    const current = new AuditFeed(
      (cursor) => api.audit(asked, cursor),
      () => new EventSource(AUDIT_STREAM + query(asked)),
      setState,
    );
    feed.current = current;
    setState(EMPTY_FEED);
    current.start(live);
    return () => current.end();
  }, [filter, live]);

  const older = useCallback(() => void feed.current?.older(), []);
  return { ...state, older };
}
