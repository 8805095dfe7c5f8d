import { ProblemError } from "../api/client";
import type { MfaAnswer, Problem } from "../api/types";
import type { Join } from "./join";
import { text } from "./text";

/** docs/protocol/terminal.md. */
const PATH = "/api/v1/terminal";
const PROTOCOL = "v1.terminal.sallyport.org";
/** The server may send 256 KiB ahead; it hears of what is shown in pieces. */
export const TAKEN = 32 * 1024;
/** Of what is typed or pasted, in one frame. */
const PIECE = 16 * 1024;

export interface Size {
  columns: number;
  rows: number;
}

export type State =
  | { state: "connecting" }
  | { state: "open" }
  /** The server wants a second factor for this session. */
  | { state: "mfa" }
  | { state: "refused"; failure: ProblemError }
  | { state: "ended"; status?: number; signal?: string }
  | { state: "lost" };

interface Told {
  type: string;
  problem: Problem;
  status?: number;
  signal?: string;
}

interface Hears {
  /** Calls back when it is shown: no more comes before. */
  write: (bytes: Uint8Array, shown: () => void) => void;
  changed: (state: State) => void;
}

/** One terminal's WebSocket: what is typed goes up, what comes goes on, and the server is told how much was shown. */
export class Connection {
  private readonly socket: WebSocket;
  private state: State = { state: "connecting" };
  private accepted = false;
  private shown = 0;
  private asked: Size | undefined;
  private answering: { resolve: () => void; reject: (failure: Error) => void } | undefined;

  constructor(
    private readonly node: string,
    private readonly login: string,
    private readonly size: () => Size,
    private readonly hears: Hears,
    /** Instead of a shell of the login. */
    private readonly join?: Join,
  ) {
    const url = new URL(PATH, location.href);
    url.protocol = url.protocol.replace("http", "ws");
    this.socket = new WebSocket(url, PROTOCOL);
    this.socket.binaryType = "arraybuffer";
    this.socket.onopen = () => {
      this.accepted = true;
      this.ask();
    };
    this.socket.onmessage = (message: MessageEvent<ArrayBuffer | string>) => {
      if (typeof message.data === "string") {
        this.told(JSON.parse(message.data) as Told);
      } else {
        this.output(new Uint8Array(message.data));
      }
    };
    this.socket.onclose = () => this.closed();
  }

  private send(frame: object): void {
    if (this.socket.readyState === WebSocket.OPEN) {
      this.socket.send(JSON.stringify(frame));
    }
  }

  private ask(mfa?: MfaAnswer): void {
    this.asked = this.size();
    const what = this.join ? { join: this.join } : { login: this.login };
    this.send({ type: "open", node: this.node, ...what, ...this.asked, ...(mfa && { mfa }) });
  }

  /** The window may have changed since the size was sent. */
  private catchUp(): void {
    const now = this.size();
    if (now.columns !== this.asked?.columns || now.rows !== this.asked.rows) {
      this.resize(now);
    }
  }

  private output(bytes: Uint8Array): void {
    this.hears.write(bytes, () => {
      this.shown += bytes.length;
      if (this.shown >= TAKEN) {
        this.send({ type: "taken", bytes: this.shown });
        this.shown = 0;
      }
    });
  }

  private told(frame: Told): void {
    switch (frame.type) {
      case "opened":
        this.answering?.resolve();
        this.is({ state: "open" });
        this.catchUp();
        break;
      case "exit":
        this.is({
          state: "ended",
          ...(frame.status !== undefined && { status: frame.status }),
          ...(frame.signal !== undefined && { signal: frame.signal }),
        });
        break;
      case "problem":
        this.problem(new ProblemError(frame.problem));
        break;
    }
  }

  private problem(failure: ProblemError): void {
    const wanted = failure.problem.title === "MFA_REQUIRED";
    if (this.answering && (wanted || failure.problem.title === "BAD_CREDENTIALS")) {
      this.answering.reject(failure);
    } else if (wanted) {
      this.is({ state: "mfa" });
    } else {
      this.is({ state: "refused", failure });
      this.answering?.resolve();
    }
  }

  private closed(): void {
    if (this.over) {
      return;
    }
    if (this.state.state === "open") {
      this.is({ state: "lost" });
    } else {
      const detail = this.accepted ? text.brokeOff : text.notAccepted;
      this.is({
        state: "refused",
        failure: new ProblemError({ title: "PROXY_UNREACHABLE", status: 0, detail, code: 702, trace_id: "" }),
      });
    }
    this.answering?.resolve();
  }

  get over(): boolean {
    return this.state.state === "refused" || this.state.state === "ended" || this.state.state === "lost";
  }

  private is(state: State): void {
    this.state = state;
    this.hears.changed(state);
  }

  /** A second factor for this session. Throws when it was wrong and another may be shown. */
  async answer(mfa: MfaAnswer): Promise<void> {
    try {
      await new Promise<void>((resolve, reject) => {
        this.answering = { resolve, reject };
        this.ask(mfa);
      });
    } finally {
      this.answering = undefined;
    }
  }

  type(bytes: Uint8Array<ArrayBuffer>): void {
    if (this.state.state !== "open" || this.socket.readyState !== WebSocket.OPEN) {
      return;
    }
    for (let from = 0; from < bytes.length; from += PIECE) {
      this.socket.send(bytes.subarray(from, from + PIECE));
    }
  }

  resize({ columns, rows }: Size): void {
    // a joined session keeps the size of its starter's
    if (this.state.state === "open" && !this.join) {
      this.send({ type: "resize", columns, rows });
    }
  }

  /** Hangs up, of one's own will. */
  leave(): void {
    if (!this.over) {
      this.close();
      this.is({ state: "ended", status: 0 });
    }
  }

  /** Hangs up. */
  close(): void {
    this.socket.onclose = null;
    this.socket.close();
  }
}
