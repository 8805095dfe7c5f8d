import type { LiveSession } from "../api/types";

export type Mode = LiveSession["join_modes"][number];

/** As what a terminal takes part in somebody's session; docs/protocol/live-sessions.md. */
export interface Join {
  /** Its id. */
  session: string;
  mode: Mode;
}

/** The mildest way in comes first. */
export const MODES: readonly Mode[] = ["observer", "moderator", "peer"];

const INTERRUPT = 3;
/** What leaves a session, but for peers: theirs goes to its programs. */
export const LEAVES = Uint8Array.of(INTERRUPT);
/** What a moderator ends a session with. */
export const ENDS = new TextEncoder().encode("t");

/** What an address asks for; observers disturb nobody. */
export function joinOf(query: Record<string, string>): Join | undefined {
  const session = query["join"] ?? "";
  return session === "" ? undefined : { session, mode: MODES.find((each) => each === query["mode"]) ?? "observer" };
}

export const sameJoin = (one?: Join, other?: Join) => one?.session === other?.session && one?.mode === other?.mode;

/** The address of a terminal, without its node. */
export function queryOf(login: string, join?: Join): Record<string, string> {
  return join ? { join: join.session, mode: join.mode } : { login };
}

const isOne = (typed: Uint8Array, byte: number | undefined) => typed.length === 1 && typed[0] === byte;

/** What becomes of something typed: it goes to the node, asks whether to end the session, or has no meaning there. */
export function meaningOf(typed: Uint8Array, join?: Join): "send" | "end" | "nothing" {
  if (!join || join.mode === "peer" || isOne(typed, INTERRUPT)) {
    return "send";
  }
  return join.mode === "moderator" && isOne(typed, ENDS[0]) ? "end" : "nothing";
}
