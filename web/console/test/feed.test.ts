import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "../src/api/client";
import type { AuditEvent, Page, Problem } from "../src/api/types";
import { AuditFeed, EMPTY_FEED, type FeedState, merge } from "../src/audit/feed";
import type { Stream } from "../src/page/stream";

function event(uid: string, second: number): AuditEvent {
  return {
    uid,
    event: "user.login",
    code: "SP1000I",
    time: new Date(Date.UTC(2026, 0, 31, 12, 0, second)).toISOString(),
    outcome: "SUCCESS",
  };
}

class FakeStream implements Stream {
  onopen: Stream["onopen"] = null;
  onmessage: Stream["onmessage"] = null;
  onerror: Stream["onerror"] = null;
  readyState = 0;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void) {
    this.listeners.set(type, listener);
  }
  open() {
    this.readyState = 1;
    this.onopen?.(new Event("open"));
  }
  tell(data: AuditEvent) {
    this.onmessage?.(new MessageEvent("message", { data: JSON.stringify(data) }));
  }
  refuse(data: Problem) {
    this.listeners.get("problem")?.(new MessageEvent("problem", { data: JSON.stringify(data) }));
  }
  breakOff(forGood: boolean) {
    this.readyState = forGood ? 2 : 0;
    this.onerror?.(new Event("error"));
  }
  close() {
    this.readyState = 2;
  }
}

describe("merge", () => {
  it("is newest first and has each event once", () => {
    const merged = merge([event("b", 2), event("a", 1)], [event("c", 3), event("a", 1)]);
    expect(merged.map((each) => each.uid)).toEqual(["c", "b", "a"]);
  });
});

describe("audit feed", () => {
  let state: FeedState;
  let streams: FakeStream[];
  let pages: Page<AuditEvent>[];
  let cursors: string[];
  let feed: AuditFeed;

  beforeEach(() => {
    vi.useFakeTimers();
    state = EMPTY_FEED;
    streams = [];
    cursors = [];
    pages = [{ items: [event("b", 2), event("a", 1)], next_cursor: "1" }];
    feed = new AuditFeed(
      async (cursor) => {
        cursors.push(cursor);
        const page = pages.shift();
        if (!page) {
          throw new ProblemError({ title: "ACCESS_DENIED", status: 403, detail: "not for you", code: 300, trace_id: "" });
        }
        return page;
      },
      () => {
        const stream = new FakeStream();
        streams.push(stream);
        return stream;
      },
      (next) => {
        state = next;
      },
    );
  });

  afterEach(() => {
    feed.end();
    vi.useRealTimers();
  });

  const settle = () => vi.advanceTimersByTimeAsync(0);
  const uids = () => state.events.map((each) => each.uid);

  it("searches only once the stream stands, so that nothing falls between", async () => {
    feed.start(true);
    await settle();
    expect(cursors).toEqual([]);
    streams[0]?.open();
    streams[0]?.tell(event("c", 3));
    await settle();
    expect(cursors).toEqual([""]);
    expect(uids()).toEqual(["c", "b", "a"]);
    expect(state.live).toBe("live");
    expect(state.loading).toBe(false);
  });

  it("loads older events behind the newer ones and keeps their place", async () => {
    pages.push({ items: [event("z", 0)], next_cursor: "" });
    feed.start(false);
    await settle();
    expect(state.olderCursor).toBe("1");
    await feed.older();
    expect(cursors).toEqual(["", "1"]);
    expect(uids()).toEqual(["b", "a", "z"]);
    expect(state.olderCursor).toBe("");
  });

  it("goes on past pages in which nothing was found", async () => {
    pages = [
      { items: [], next_cursor: "9" },
      { items: [], next_cursor: "5" },
      { items: [event("a", 1)], next_cursor: "1" },
    ];
    feed.start(false);
    await settle();
    expect(cursors).toEqual(["", "9", "5"]);
    expect(uids()).toEqual(["a"]);
    expect(state.olderCursor).toBe("1");
    expect(state.loading).toBe(false);
  });

  it("opens no stream while paused", async () => {
    feed.start(false);
    await settle();
    expect(streams).toHaveLength(0);
    expect(state.live).toBe("paused");
  });

  it("leaves short breaks to the browser and says so", async () => {
    feed.start(true);
    streams[0]?.open();
    streams[0]?.breakOff(false);
    expect(state.live).toBe("connecting");
    streams[0]?.open();
    expect(state.live).toBe("live");
    await settle();
    expect(cursors).toEqual([""]);
  });

  it("tries again when the stream was refused, and tells why by the search", async () => {
    pages = [];
    feed.start(true);
    streams[0]?.breakOff(true);
    await settle();
    expect(state.live).toBe("lost");
    expect(state.failure?.message).toBe("not for you");
    pages = [{ items: [event("d", 4)], next_cursor: "" }];
    await vi.advanceTimersByTimeAsync(5_000);
    streams[1]?.open();
    await settle();
    expect(uids()).toEqual(["d"]);
    expect(state.failure).toBeUndefined();
  });

  it("does not come back to a session that is over", async () => {
    feed.start(true);
    streams[0]?.open();
    streams[0]?.refuse({ title: "NOT_LOGGED_IN", status: 401, detail: "log in again", code: 200, trace_id: "" });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(state.failure?.sessionOver).toBe(true);
    expect(streams).toHaveLength(1);
  });

  it("is silent once it has ended", async () => {
    feed.start(true);
    streams[0]?.open();
    feed.end();
    const before = state;
    streams[0]?.tell(event("c", 3));
    await settle();
    expect(state).toBe(before);
    expect(streams[0]?.readyState).toBe(2);
  });
});
