import { type ProblemError, ProblemError as Refusal, problemOf } from "../api/client";
import type { AuditEvent, Page, Problem } from "../api/types";
import { CLOSED, type Stream } from "../page/stream";

export type LiveState = "connecting" | "live" | "lost" | "paused";

export interface FeedState {
  events: AuditEvent[];
  live: LiveState;
  loading: boolean;
  /** Empty when the oldest event is shown. */
  olderCursor: string;
  failure: ProblemError | undefined;
}

export const EMPTY_FEED: FeedState = {
  events: [],
  live: "connecting",
  loading: true,
  olderCursor: "",
  failure: undefined,
};

/** Newest first, each event once. The server may repeat events after a break. */
export function merge(known: AuditEvent[], more: AuditEvent[]): AuditEvent[] {
  const byUid = new Map<string, AuditEvent>();
  for (const event of [...known, ...more]) {
    byUid.set(event.uid, event);
  }
  return [...byUid.values()].sort((a, b) => Date.parse(b.time) - Date.parse(a.time));
}

const RETRY_MILLIS = 5_000;
/** Newest events kept while following; older ones can be loaded again. */
export const MAX_FOLLOWED = 500;

/**
 * Past events by search, new ones by stream. The stream is opened first and the search made once it stands, so that
 * nothing falls between them. EventSource resumes after short breaks by itself; when the server refuses it, this class
 * tries again later.
 */
export class AuditFeed {
  private state = EMPTY_FEED;
  private stream: Stream | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private ended = false;

  constructor(
    private readonly search: (cursor: string) => Promise<Page<AuditEvent>>,
    private readonly openStream: () => Stream,
    private readonly changed: (state: FeedState) => void,
  ) {}

  start(live: boolean): void {
    if (live) {
      this.follow();
    } else {
      this.set({ live: "paused" });
      void this.load();
    }
  }

  end(): void {
    this.ended = true;
    clearTimeout(this.retry);
    this.stream?.close();
  }

  async older(): Promise<void> {
    this.set({ loading: true });
    await this.read(this.state.olderCursor);
  }

  private follow(): void {
    this.set({ live: "connecting" });
    const stream = this.openStream();
    this.stream = stream;
    let loaded = false;
    const loadOnce = () => {
      if (!loaded) {
        loaded = true;
        void this.load();
      }
    };
    stream.onopen = () => {
      this.set({ live: "live" });
      loadOnce();
    };
    stream.onmessage = (message) => {
      const event = JSON.parse(message.data) as AuditEvent;
      this.set({ events: merge([event], this.state.events).slice(0, MAX_FOLLOWED) });
    };
    stream.addEventListener("problem", (message) => {
      stream.close();
      this.lost(new Refusal(JSON.parse(message.data) as Problem));
    });
    stream.onerror = () => {
      if (stream.readyState === CLOSED) {
        this.lost(undefined);
        // the search tells in words why, which an EventSource cannot
        loadOnce();
      } else {
        this.set({ live: "connecting" });
      }
    };
  }

  private lost(failure: ProblemError | undefined): void {
    this.set({ live: "lost", ...(failure && { failure }) });
    if (!this.ended && !failure?.sessionOver) {
      this.retry = setTimeout(() => this.follow(), RETRY_MILLIS);
    }
  }

  private load(): Promise<void> {
    return this.read("");
  }

  private async read(cursor: string): Promise<void> {
    const failureBefore = this.state.failure;
    try {
      let page = await this.search(cursor);
      // the server looks at so much of the log and then says where it goes on: an empty page need not be the last
      while (page.items.length === 0 && page.next_cursor !== "" && !this.ended) {
        page = await this.search(page.next_cursor);
      }
      const first = cursor === "" && this.state.olderCursor === "";
      this.set({
        events: merge(this.state.events, page.items),
        loading: false,
        ...((first || cursor !== "") && { olderCursor: page.next_cursor }),
        // a failure that came meanwhile, from the stream, is news and stays
        ...(this.state.failure === failureBefore && { failure: undefined }),
      });
    } catch (problem) {
      this.set({ loading: false, failure: problemOf(problem) });
    }
  }

  private set(change: Partial<FeedState>): void {
    if (!this.ended) {
      this.state = { ...this.state, ...change };
      this.changed(this.state);
    }
  }
}
