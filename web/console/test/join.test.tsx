import { cleanup, render, screen, waitFor, within } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { App } from "../src/App";
import { Connection, type State } from "../src/terminal/connection";
import { joinOf, meaningOf } from "../src/terminal/join";
import { terminals } from "../src/terminal/tabs";
import { View } from "../src/terminal/view";
import { ALICE, CLUSTER, EDITOR, serve } from "./server";
import { FakeSocket } from "./socket";

const SESSION = {
  id: "s1",
  user: "ada",
  roles: ["dev"],
  login: "ubuntu",
  kind: "shell",
  terminal: true,
  started: "2026-01-31T12:00:00Z",
  state: "running",
  participants: [],
  node: "web-1",
  host_id: "h1",
  join_modes: ["observer", "moderator", "peer"],
  may_end: false,
};
const CTRL_C = Uint8Array.of(3);
const bytes = (text: string) => new TextEncoder().encode(text);

beforeEach(() => {
  localStorage.clear();
  vi.stubGlobal("WebSocket", FakeSocket);
  // this test's browser writes its style objects by the attribute, which the terminal writes by the style objects
  Reflect.deleteProperty(HTMLSpanElement.prototype, "setAttribute");
});
afterEach(() => {
  cleanup();
  terminals.closeAll();
  vi.unstubAllGlobals();
  history.replaceState(null, "", "/");
});

describe("what is typed into somebody's session", () => {
  it("goes there from peers alone", () => {
    expect(meaningOf(bytes("rm"), undefined)).toBe("send");
    expect(meaningOf(bytes("t"), { session: "s1", mode: "peer" })).toBe("send");
    expect(meaningOf(bytes("t"), { session: "s1", mode: "observer" })).toBe("nothing");
    expect(meaningOf(bytes("\x1b[1;1R"), { session: "s1", mode: "observer" })).toBe("nothing");
  });

  it("leaves it, and asks a moderator whether it is to end, only as one key", () => {
    for (const mode of ["observer", "moderator"] as const) {
      expect(meaningOf(CTRL_C, { session: "s1", mode })).toBe("send");
      expect(meaningOf(bytes("pasted \x03 text"), { session: "s1", mode })).toBe("nothing");
    }
    expect(meaningOf(bytes("t"), { session: "s1", mode: "moderator" })).toBe("end");
    expect(meaningOf(bytes("tt"), { session: "s1", mode: "moderator" })).toBe("nothing");
  });
});

describe("what programs ask the terminal", () => {
  async function answers(joined: boolean): Promise<string> {
    let typed = "";
    const view = new View({
      typed: (answer) => (typed += new TextDecoder().decode(answer)),
      resized: () => undefined,
      left: () => undefined,
    });
    if (joined) {
      view.answerNothing();
    }
    const questions = "\x1b[c\x1b[>c\x1b[5n\x1b[6n\x1b[?6n\x1b[?1$p\x1b[4$p\x1bP$qm\x1b\\\x1b]10;?\x07\x1b]4;1;?\x07";
    await new Promise<void>((shown) => view.write(bytes(questions), shown));
    view.end();
    return typed;
  }

  it("is answered where the session was started, and by nobody else in it", async () => {
    expect(await answers(false)).toContain("\x1b[1;1R");
    expect(await answers(true)).toBe("");
  });
});

describe("an address", () => {
  it("joins as an observer unless it says another mode that there is", () => {
    expect(joinOf({})).toBeUndefined();
    expect(joinOf({ join: "s1" })).toEqual({ session: "s1", mode: "observer" });
    expect(joinOf({ join: "s1", mode: "peer" })).toEqual({ session: "s1", mode: "peer" });
    expect(joinOf({ join: "s1", mode: "root" })).toEqual({ session: "s1", mode: "observer" });
  });
});

describe("the connection of somebody who joins", () => {
  it("asks for the session instead of a login, leaves its size alone, and can be left", () => {
    const states: State[] = [];
    const connection = new Connection(
      "h1",
      "",
      () => ({ columns: 80, rows: 24 }),
      { write: () => undefined, changed: (state) => states.push(state) },
      { session: "s1", mode: "peer" },
    );
    const socket = FakeSocket.last;
    socket.onopen();
    const open = { type: "open", node: "h1", join: { session: "s1", mode: "peer" }, columns: 80, rows: 24 };
    expect(socket.frames()).toEqual([open]);
    socket.tells({ type: "opened" });
    connection.resize({ columns: 100, rows: 30 });
    expect(socket.frames()).toHaveLength(1);
    connection.leave();
    connection.leave();
    expect(states).toEqual([{ state: "open" }, { state: "ended", status: 0 }]);
    expect(socket.readyState).toBe(3);
  });
});

describe("the page of a joined session", () => {
  async function join(mode: string) {
    serve({
      "GET /whoami": { body: ALICE },
      "GET /ping": CLUSTER,
      "GET /access/what-can": EDITOR,
      "GET /sessions/s1": { body: SESSION },
    });
    history.replaceState(null, "", `/ui/terminal/h1?join=s1&mode=${mode}`);
    render(<App />);
    await screen.findByRole("tab", { name: `web-1 (${mode})` });
    const socket = FakeSocket.last;
    socket.onopen();
    socket.tells({ type: "opened", node: "h1", host_id: "h1" });
    return socket;
  }
  const keyboard = () => document.querySelector(".xterm-helper-textarea") as HTMLElement;
  const keys = (socket: FakeSocket) =>
    socket.sent.filter((each) => typeof each !== "string").map((each) => new TextDecoder().decode(each));

  it("says as what one is in it and whose it is, and is left", async () => {
    const socket = await join("observer");
    expect(await screen.findByText("Observer")).toBeTruthy();
    expect(screen.getByText(/Session of ada as ubuntu on web-1\. You see what it prints and type nothing/)).toBeTruthy();
    expect(screen.queryByRole("button", { name: "End the session" })).toBeNull();
    expect(screen.queryByRole("button", { name: "Another session there" })).toBeNull();
    expect(screen.getByRole("button", { name: "Paste" })).toHaveProperty("disabled", true);
    expect(location.search).toBe("?join=s1&mode=observer");
    await userEvent.type(keyboard(), "rm -r");
    expect(keys(socket)).toEqual([]);
    await userEvent.click(screen.getByRole("button", { name: "Leave" }));
    expect(keys(socket)).toEqual(["\x03"]);
    socket.tells({ type: "exit", status: 0 });
    expect(await screen.findByText(/You are out of the session/)).toBeTruthy();
    expect(screen.getByRole("button", { name: "Join again" })).toBeTruthy();
    expect(screen.queryByRole("button", { name: "Leave" })).toBeNull();
  });

  it("says that the node let nobody in", async () => {
    const socket = await join("observer");
    socket.tells({ type: "exit", status: 254 });
    expect(await screen.findByText(/You were not let into the session/)).toBeTruthy();
  });

  it("ends it for all when a moderator has confirmed", async () => {
    const socket = await join("moderator");
    const button = await screen.findByRole("button", { name: "End the session" });
    await waitFor(() => expect(button).toHaveProperty("disabled", false));
    await userEvent.click(button);
    const dialog = await screen.findByRole("dialog");
    expect(within(dialog).getByText("End the session of ada for all")).toBeTruthy();
    expect(keys(socket)).toEqual([]);
    await userEvent.click(within(dialog).getByRole("button", { name: "End the session" }));
    await waitFor(() => expect(keys(socket)).toEqual(["t"]));
  });

  it("asks a moderator who presses the key, too", async () => {
    const socket = await join("moderator");
    await screen.findByText("Moderator");
    await waitFor(() => expect(screen.getByRole("button", { name: "Leave" })).toHaveProperty("disabled", false));
    await userEvent.type(keyboard(), "t");
    await userEvent.click(within(await screen.findByRole("dialog")).getByRole("button", { name: "Cancel" }));
    expect(screen.queryByRole("dialog")).toBeNull();
    expect(keys(socket)).toEqual([]);
  });

  it("hangs up when a peer leaves, whose keys go to the session", async () => {
    const socket = await join("peer");
    await screen.findByText("Peer");
    const leave = screen.getByRole("button", { name: "Leave" });
    await waitFor(() => expect(leave).toHaveProperty("disabled", false));
    await userEvent.type(keyboard(), "ls");
    await userEvent.click(leave);
    expect(keys(socket)).toEqual(["l", "s"]);
    expect(socket.readyState).toBe(3);
    expect(await screen.findByText(/You are out of the session/)).toBeTruthy();
  });
});
