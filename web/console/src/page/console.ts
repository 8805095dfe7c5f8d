import { createContext, useContext } from "react";
import type { ProblemError } from "../api/client";
import type { ClusterInfo, WhoAmI } from "../api/types";
import { ChangeFeed } from "./changes";

export type Verb = "list" | "read" | "create" | "update" | "delete";
export type Kind =
  | "auth_connector"
  | "cert_authority"
  | "cluster_config"
  | "event"
  | "live_session"
  | "lock"
  | "node"
  | "role"
  | "session_recording"
  | "token"
  | "user";

/** Verbs by kind; one with a star is for some of the kind only. */
export type Rights = Record<string, string[]>;

export interface Console {
  me: WhoAmI;
  /** Not known at first. */
  cluster: ClusterInfo | undefined;
  /** What is not allowed is not shown. The server decides all the same, each time. */
  may: (verb: Verb, kind: Kind) => boolean;
  sessionOver: (failure: ProblemError) => void;
  changes: ChangeFeed;
}

export function mayBy(rights: Rights): Console["may"] {
  return (verb, kind) => (rights[kind] ?? []).some((each) => each === verb || each === `${verb}*`);
}

const NOBODY: WhoAmI = { user: "", roles: [], traits: {}, logins: [], expires: "", connector: "" };

function noStream(): never {
  throw new Error("nobody is signed in");
}

export const ConsoleContext = createContext<Console>({
  me: NOBODY,
  cluster: undefined,
  may: () => false,
  sessionOver: () => {},
  changes: new ChangeFeed(noStream, () => {}),
});

export const useConsole = () => useContext(ConsoleContext);
