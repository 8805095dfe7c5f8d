import { problemOf, type ProblemError } from "../api/client";
import type { MfaAnswer } from "../api/types";
import { SIGNED_OUT } from "../page/signedOut";
import { download, type Going, lastOf, type Place, save, upload } from "./carry";

export type Progress =
  | { state: "moving"; done: number; size?: number | undefined }
  /** The server wants a second factor; `failure` when one was wrong. */
  | { state: "mfa"; failure?: ProblemError | undefined }
  | { state: "done"; path: string; bytes: number }
  | { state: "cancelled" }
  | { state: "failed"; failure: ProblemError };

/** One file, as it is now. */
export interface Carried extends Place {
  id: number;
  direction: "download" | "upload";
  name: string;
  progress: Progress;
}

interface Live {
  shown: Carried;
  work: (going: Going) => Promise<{ path: string; bytes: number }>;
  stop: AbortController;
}

/** What moves less is not worth drawing again. */
const STEP = 256 * 1024;

/** Files on their way. They outlive the page that shows them, as terminals do. */
export class Files {
  private live: Live[] = [];
  private listeners = new Set<() => void>();
  private lastId = 0;
  private shown: Carried[] = [];

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = () => this.shown;

  private changed(): void {
    this.shown = this.live.map((each) => each.shown);
    this.listeners.forEach((listener) => listener());
  }

  download(place: Place, path: string): void {
    const name = lastOf(path);
    this.begin(place, "download", name, async (going) => {
      const blob = await download(place, path, going);
      save(blob, name);
      return { path, bytes: blob.size };
    });
  }

  upload(place: Place, file: File, path: string, overwrite: boolean): void {
    this.begin(place, "upload", file.name, (going) => upload(place, file, path, overwrite, going));
  }

  private begin({ node, login }: Place, direction: Carried["direction"], name: string, work: Live["work"]): void {
    const id = ++this.lastId;
    const shown: Carried = { id, node, login, direction, name, progress: { state: "moving", done: 0 } };
    const live = { shown, work, stop: new AbortController() };
    this.live.push(live);
    this.changed();
    void this.run(live, undefined);
  }

  private is(live: Live, progress: Progress): void {
    live.shown = { ...live.shown, progress };
    this.changed();
  }

  private async run(live: Live, answer: MfaAnswer | undefined): Promise<void> {
    let told = -STEP;
    const moved = (done: number, size: number | undefined) => {
      if (done - told >= STEP || done === size) {
        told = done;
        this.is(live, { state: "moving", done, size });
      }
    };
    try {
      const { path, bytes } = await live.work({ answer, signal: live.stop.signal, moved });
      this.is(live, { state: "done", path, bytes });
    } catch (failure) {
      this.is(live, live.stop.signal.aborted ? { state: "cancelled" } : this.failed(problemOf(failure), answer));
    }
  }

  private failed(failure: ProblemError, answer: MfaAnswer | undefined): Progress {
    const title = failure.problem.title;
    if (title === "MFA_REQUIRED") {
      return { state: "mfa" };
    }
    return answer !== undefined && title === "BAD_CREDENTIALS" ? { state: "mfa", failure } : { state: "failed", failure };
  }

  /** A second factor for this file: it is begun again. */
  answer(id: number, answer: MfaAnswer): void {
    const live = this.live.find((each) => each.shown.id === id);
    if (live) {
      this.is(live, { state: "moving", done: 0 });
      void this.run(live, answer);
    }
  }

  cancel(id: number): void {
    const live = this.live.find((each) => each.shown.id === id);
    if (live) {
      live.stop.abort();
      this.is(live, { state: "cancelled" });
    }
  }

  /** One that is over is not shown any more. */
  forget(id: number): void {
    this.live = this.live.filter((each) => each.shown.id !== id);
    this.changed();
  }

  closeAll(): void {
    this.live.forEach((each) => each.stop.abort());
    this.live = [];
    this.changed();
  }
}

export const files = new Files();
window.addEventListener(SIGNED_OUT, () => files.closeAll());
