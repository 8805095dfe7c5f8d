import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { ProblemError } from "../src/api/client";
import { AGING_MILLIS, ChangeFeed } from "../src/page/changes";
import type { Stream } from "../src/page/stream";

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
  tell(...kinds: string[]) {
    this.onmessage?.(new MessageEvent("message", { data: JSON.stringify({ kinds }) }));
  }
  refuse(code: number) {
    const data = JSON.stringify({ title: "X", status: 401, detail: "why", code, trace_id: "" });
    this.listeners.get("problem")?.(new MessageEvent("problem", { data }));
  }
  breakOff(forGood: boolean) {
    this.readyState = forGood ? 2 : 0;
    this.onerror?.(new Event("error"));
  }
  close() {
    this.readyState = 2;
  }
}

describe("changes", () => {
  let streams: FakeStream[];
  let over: ProblemError[];
  let feed: ChangeFeed;
  let locks: ReturnType<typeof vi.fn<() => void>>;
  let visibility: DocumentVisibilityState;

  const look = (state: DocumentVisibilityState) => {
    visibility = state;
    document.dispatchEvent(new Event("visibilitychange"));
  };

  beforeEach(() => {
    vi.useFakeTimers();
    visibility = "visible";
    vi.spyOn(document, "visibilityState", "get").mockImplementation(() => visibility);
    streams = [];
    over = [];
    feed = new ChangeFeed(
      () => {
        const stream = new FakeStream();
        streams.push(stream);
        return stream;
      },
      (failure) => over.push(failure),
    );
    locks = vi.fn<() => void>();
    feed.listen(["lock"], locks);
    feed.start();
  });

  afterEach(() => {
    feed.end();
    vi.useRealTimers();
    vi.restoreAllMocks();
  });

  it("reach those who show such things, and no others", () => {
    streams[0]?.open();
    locks.mockClear();
    streams[0]?.tell("user", "node");
    expect(locks).not.toHaveBeenCalled();
    streams[0]?.tell("lock", "node");
    expect(locks).toHaveBeenCalledTimes(1);
  });

  it("may have been before the stream stood: all is read then", () => {
    expect(locks).not.toHaveBeenCalled();
    streams[0]?.open();
    expect(locks).toHaveBeenCalledTimes(1);
    streams[0]?.breakOff(false);
    streams[0]?.open();
    expect(locks).toHaveBeenCalledTimes(2);
    expect(streams).toHaveLength(1);
  });

  it("need no clock while the stream stands, but for what ages", () => {
    streams[0]?.open();
    locks.mockClear();
    vi.advanceTimersByTime(AGING_MILLIS - 10_000);
    expect(locks).not.toHaveBeenCalled();
    vi.advanceTimersByTime(10_000);
    expect(locks).toHaveBeenCalledTimes(1);
  });

  it("are looked for by the clock without the stream, which is tried again", () => {
    streams[0]?.breakOff(true);
    expect(feed.liveness()).toBe("lost");
    vi.advanceTimersByTime(5_000);
    expect(locks).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(25_000);
    expect(streams).toHaveLength(2);
    streams[1]?.open();
    expect(feed.liveness()).toBe("live");
  });

  it("are kept for a tab that is hidden, and asked for no more after a while", () => {
    streams[0]?.open();
    locks.mockClear();
    look("hidden");
    streams[0]?.tell("lock");
    expect(locks).not.toHaveBeenCalled();
    look("visible");
    expect(locks).toHaveBeenCalledTimes(1);
    look("hidden");
    vi.advanceTimersByTime(120_000);
    expect(streams[0]?.readyState).toBe(2);
    expect(locks).toHaveBeenCalledTimes(1);
    look("visible");
    expect(streams).toHaveLength(2);
    expect(locks).toHaveBeenCalledTimes(2);
  });

  it("end with the login", () => {
    streams[0]?.open();
    streams[0]?.refuse(200);
    expect(over).toHaveLength(1);
    vi.advanceTimersByTime(60_000);
    expect(streams).toHaveLength(1);
  });

  it("go to nobody who has left", () => {
    const left = vi.fn();
    feed.listen(["lock"], left)();
    streams[0]?.open();
    streams[0]?.tell("lock");
    expect(left).not.toHaveBeenCalled();
  });
});
