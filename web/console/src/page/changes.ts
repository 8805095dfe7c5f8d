import { type ProblemError, ProblemError as Refusal } from "../api/client";
import type { ChangedKinds, Problem } from "../api/types";
import type { Kind } from "./console";
import { CLOSED, type Stream } from "./stream";

export type Liveness = "connecting" | "live" | "lost";

type Reader = () => void;

/** Without the stream everything is read so often. */
const TICK_MILLIS = 5_000;
/** With it, too, but seldom: "a minute ago" ages, and what has expired is no change. */
export const AGING_MILLIS = 60_000;
const RETRY_MILLIS = 30_000;
/** Whoever only looks elsewhere for a moment keeps the stream. */
const HIDDEN_MILLIS = 30_000;

/**
 * Tells those who show something that things of its kind have changed: one stream of the server's for the whole console,
 * and now and then the clock. Nothing is told while the tab is hidden; once it is looked at again, what was missed.
 */
export class ChangeFeed {
  private readonly readers = new Map<Reader, readonly Kind[]>();
  private readonly watchers = new Set<() => void>();
  private readonly missed = new Set<Kind>();
  private state: Liveness = "connecting";
  private stream: Stream | undefined;
  private timer: ReturnType<typeof setInterval> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private hiding: ReturnType<typeof setTimeout> | undefined;
  private readAllAt = 0;

  constructor(
    private readonly openStream: () => Stream,
    private readonly sessionOver: (failure: ProblemError) => void,
  ) {}

  start(): void {
    document.addEventListener("visibilitychange", this.seen);
    this.readAllAt = Date.now();
    this.timer = setInterval(() => this.tick(), TICK_MILLIS);
    this.connect();
  }

  end(): void {
    document.removeEventListener("visibilitychange", this.seen);
    clearInterval(this.timer);
    clearTimeout(this.hiding);
    this.disconnect("connecting");
  }

  /** @returns ends it */
  listen(kinds: readonly Kind[], reader: Reader): () => void {
    this.readers.set(reader, kinds);
    return () => this.readers.delete(reader);
  }

  /** How changes are heard of at present, and a way to hear when that changes. */
  readonly liveness = (): Liveness => this.state;
  readonly watch = (watcher: () => void): (() => void) => {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  };

  private connect(): void {
    clearTimeout(this.retry);
    let stream: Stream;
    try {
      stream = this.openStream();
    } catch {
      this.lost();
      return;
    }
    this.stream = stream;
    stream.onopen = () => {
      this.set("live");
      // nobody says what changed before it stood
      this.readAll();
    };
    stream.onmessage = (message) => this.changed((JSON.parse(message.data) as ChangedKinds).kinds as Kind[]);
    stream.addEventListener("problem", (message) => {
      const failure = new Refusal(JSON.parse(message.data) as Problem);
      if (failure.sessionOver) {
        this.disconnect("lost");
        this.sessionOver(failure);
      } else {
        this.lost();
      }
    });
    stream.onerror = () => {
      if (stream.readyState === CLOSED) {
        this.lost();
      } else {
        this.set("connecting");
      }
    };
  }

  private lost(): void {
    this.disconnect("lost");
    this.retry = setTimeout(() => this.connect(), RETRY_MILLIS);
  }

  private disconnect(state: Liveness): void {
    clearTimeout(this.retry);
    this.stream?.close();
    this.stream = undefined;
    this.set(state);
  }

  private readonly seen = (): void => {
    clearTimeout(this.hiding);
    if (document.visibilityState === "hidden") {
      this.hiding = setTimeout(() => this.disconnect("connecting"), HIDDEN_MILLIS);
      return;
    }
    if (!this.stream) {
      this.connect();
      this.readAll();
    } else if (this.missed.size > 0) {
      this.tell([...this.missed]);
    }
  };

  private changed(kinds: Kind[]): void {
    if (document.visibilityState === "hidden") {
      for (const kind of kinds) {
        this.missed.add(kind);
      }
    } else {
      this.tell(kinds);
    }
  }

  private tell(kinds: Kind[]): void {
    this.missed.clear();
    for (const [reader, shown] of [...this.readers]) {
      if (shown.some((kind) => kinds.includes(kind))) {
        reader();
      }
    }
  }

  private tick(): void {
    const hidden = document.visibilityState === "hidden";
    if (!hidden && (this.state !== "live" || Date.now() - this.readAllAt >= AGING_MILLIS)) {
      this.readAll();
    }
  }

  private readAll(): void {
    if (document.visibilityState === "hidden") {
      return;
    }
    this.readAllAt = Date.now();
    this.missed.clear();
    for (const reader of [...this.readers.keys()]) {
      reader();
    }
  }

  private set(state: Liveness): void {
    if (state !== this.state) {
      this.state = state;
      for (const watcher of [...this.watchers]) {
        watcher();
      }
    }
  }
}
