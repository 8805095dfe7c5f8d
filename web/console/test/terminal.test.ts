import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProblemError } from "../src/api/client";
import { Connection, type State, TAKEN } from "../src/terminal/connection";
import { FakeSocket } from "./socket";

const OPEN = { type: "open", node: "h1", login: "root", columns: 80, rows: 24 };
const problem = (title: string) => ({
  type: "problem",
  problem: { title, status: 403, detail: `Auth Service: ${title}; ask`, code: 1, trace_id: "" },
});

describe("a terminal's connection", () => {
  let states: State[];
  let pending: { bytes: Uint8Array; shown: () => void }[];
  let connection: Connection;
  let socket: FakeSocket;

  beforeEach(() => {
    vi.stubGlobal("WebSocket", FakeSocket);
    states = [];
    pending = [];
    connection = new Connection("h1", "root", () => ({ columns: 80, rows: 24 }), {
      write: (bytes, shown) => pending.push({ bytes, shown }),
      changed: (state) => states.push(state),
    });
    socket = FakeSocket.last;
    socket.onopen();
  });
  afterEach(() => vi.unstubAllGlobals());

  it("asks for its node in the console's own protocol", () => {
    expect(socket.url.pathname).toBe("/api/v1/terminal");
    expect(socket.protocol).toBe("v1.terminal.sallyport.org");
    expect(socket.frames()).toEqual([OPEN]);
    socket.tells({ type: "opened", node: "h1", host_id: "h1" });
    expect(states).toEqual([{ state: "open" }]);
  });

  it("lets the server send more only when what came is shown", () => {
    socket.tells({ type: "opened" });
    socket.onmessage({ data: new ArrayBuffer(TAKEN - 1) });
    socket.onmessage({ data: new ArrayBuffer(10) });
    pending[0]?.shown();
    expect(socket.frames()).toHaveLength(1);
    pending[1]?.shown();
    expect(socket.frames().at(-1)).toEqual({ type: "taken", bytes: TAKEN + 9 });
  });

  it("sends what is typed in pieces, and nothing before or after the session", () => {
    connection.type(new Uint8Array(3));
    expect(socket.sent).toHaveLength(1);
    socket.tells({ type: "opened" });
    connection.type(new Uint8Array(40_000));
    expect(socket.sent.slice(1).map((each) => each.length)).toEqual([16_384, 16_384, 7_232]);
    connection.resize({ columns: 100, rows: 30 });
    expect(socket.frames().at(-1)).toEqual({ type: "resize", columns: 100, rows: 30 });
    socket.tells({ type: "exit", status: 3 });
    connection.type(new Uint8Array(3));
    expect(states.at(-1)).toEqual({ state: "ended", status: 3 });
    expect(socket.sent).toHaveLength(5);
  });

  it("asks for a second factor when the server wants one, and again when it was wrong", async () => {
    socket.tells(problem("MFA_REQUIRED"));
    expect(states).toEqual([{ state: "mfa" }]);
    const wrong = connection.answer({ totp: "1" });
    expect(socket.frames().at(-1)).toEqual({ ...OPEN, mfa: { totp: "1" } });
    socket.tells(problem("BAD_CREDENTIALS"));
    await expect(wrong).rejects.toBeInstanceOf(ProblemError);
    expect(states).toHaveLength(1);
    const right = connection.answer({ totp: "2" });
    socket.tells({ type: "opened" });
    await right;
    expect(states.at(-1)).toEqual({ state: "open" });
  });

  it("says what the server refused", () => {
    socket.tells(problem("ACCESS_DENIED"));
    socket.onclose?.();
    expect(states).toHaveLength(1);
    expect(states[0]).toMatchObject({ state: "refused", failure: { message: "Auth Service: ACCESS_DENIED; ask" } });
  });

  it("says that the server was lost", () => {
    socket.tells({ type: "opened" });
    socket.onclose?.();
    expect(states.at(-1)).toEqual({ state: "lost" });
  });
});

describe("a terminal that is not let in", () => {
  it("says what may be the matter", () => {
    vi.stubGlobal("WebSocket", FakeSocket);
    const states: State[] = [];
    new Connection("h1", "root", () => ({ columns: 80, rows: 24 }), { write: () => undefined, changed: (s) => states.push(s) });
    FakeSocket.last.onclose?.();
    vi.unstubAllGlobals();
    expect(states[0]).toMatchObject({ state: "refused", failure: { message: expect.stringContaining("public one") as string } });
  });
});
