import { api } from "../api/client";
import type { LiveSession, MfaAnswer } from "../api/types";
import { sessionApi } from "../livesession/api";
import { SIGNED_OUT } from "../page/signedOut";
import { Connection, type State } from "./connection";
import { ENDS, type Join, LEAVES, meaningOf, sameJoin } from "./join";
import { View } from "./view";

/** As it is now; another one when anything changed. */
export interface Tab {
  id: number;
  node: string;
  login: string;
  name: string;
  state: State;
  /** Somebody's session, where it is one that is taken part in; it has no login. */
  join?: Join;
  /** That session, once it is known. */
  session?: LiveSession;
}

interface Live {
  tab: Tab;
  view: View;
  connection: Connection | undefined;
}

/** Links carry host ids, for names can be shared; what a tab is called, the server knows and not the link. */
async function nameOf(node: string): Promise<string> {
  try {
    const found = await api.nodes(node, "");
    return found.items.find((each) => each.host_id === node)?.name ?? node;
  } catch {
    return node;
  }
}

/** The terminals of this browser tab. They outlive the page that shows them: other pages may be looked at meanwhile. */
export class Tabs {
  private live: Live[] = [];
  private listeners = new Set<() => void>();
  private lastId = 0;
  private shown: { tabs: Tab[]; active: number } = { tabs: [], active: 0 };
  /** Where focus goes when the terminal is left by keys. */
  onLeave: () => void = () => undefined;
  /** A moderator pressed the key that ends a session for all. */
  onEnd: () => void = () => undefined;

  subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  };

  snapshot = () => this.shown;

  private changed(active = this.shown.active): void {
    const tabs = this.live.map((each) => each.tab);
    this.shown = { tabs, active: tabs.some((each) => each.id === active) ? active : (tabs.at(-1)?.id ?? 0) };
    this.listeners.forEach((listener) => listener());
  }

  private find(id: number): Live | undefined {
    return this.live.find((each) => each.tab.id === id);
  }

  /** One that there is already is shown; its session goes on. */
  show(node: string, login: string, join?: Join): void {
    const there = this.live.find(({ tab }) => tab.node === node && tab.login === login && sameJoin(tab.join, join));
    if (there) {
      this.changed(there.tab.id);
    } else {
      this.open(node, login, join);
    }
  }

  open(node: string, login: string, join?: Join): void {
    const id = ++this.lastId;
    const view = new View({
      typed: (bytes) => this.typed(id, bytes),
      resized: (size) => this.find(id)?.connection?.resize(size),
      left: () => this.onLeave(),
    });
    const tab: Tab = { id, node, login, name: node, state: { state: "connecting" }, ...(join && { join }) };
    this.live.push({ tab, view, connection: undefined });
    this.changed(id);
    if (join) {
      view.answerNothing();
      sessionApi.get(join.session).then(
        (session) => this.known(id, { session, name: session.node }),
        // the server says why when it is joined
        () => undefined,
      );
    } else {
      void nameOf(node).then((name) => this.known(id, { name }));
    }
  }

  private known(id: number, facts: Partial<Tab>): void {
    const live = this.find(id);
    if (live) {
      live.tab = { ...live.tab, ...facts };
      this.changed();
    }
  }

  private typed(id: number, bytes: Uint8Array<ArrayBuffer>): void {
    const live = this.find(id);
    switch (meaningOf(bytes, live?.tab.join)) {
      case "send":
        live?.connection?.type(bytes);
        break;
      case "end":
        this.onEnd();
        break;
      case "nothing":
        break;
    }
  }

  /** Out of a session that one takes part in; it goes on. */
  leave(id: number): void {
    const live = this.find(id);
    if (live?.tab.join?.mode === "peer") {
      live.connection?.leave();
    } else {
      live?.connection?.type(LEAVES);
    }
  }

  /** A moderator ends the session for all. */
  endForAll(id: number): void {
    this.find(id)?.connection?.type(ENDS);
  }

  select(id: number): void {
    this.changed(id);
  }

  /** Puts it where it is looked at; the first time, its size is known then and it connects. @returns what takes it away */
  attach(id: number, parent: HTMLElement): () => void {
    const live = this.find(id);
    if (!live) {
      return () => undefined;
    }
    live.view.attach(parent);
    if (!live.connection) {
      this.connect(live);
    }
    return () => live.view.detach();
  }

  connect(live: Live): void {
    const { node, login, id, join } = live.tab;
    this.is(live, { state: "connecting" });
    const hears = {
      write: (bytes: Uint8Array, shown: () => void) => live.view.write(bytes, shown),
      changed: (state: State) => {
        this.is(live, state);
        if (state.state === "open") {
          live.view.begin();
          if (this.shown.active === id) {
            // behind a prompt it is hidden until the page has heard of this
            setTimeout(() => live.view.focus(), 0);
          }
        } else if (live.connection?.over) {
          live.view.stop();
        }
      },
    };
    live.connection = new Connection(node, login, () => live.view.size, hears, join);
  }

  private is(live: Live, state: State): void {
    live.tab = { ...live.tab, state };
    this.changed();
  }

  /** A new session in the same place. */
  again(id: number): void {
    const live = this.find(id);
    if (live) {
      live.connection?.close();
      this.connect(live);
    }
  }

  async answer(id: number, answer: MfaAnswer): Promise<void> {
    await this.find(id)?.connection?.answer(answer);
  }

  view(id: number): View | undefined {
    return this.find(id)?.view;
  }

  close(id: number): void {
    const live = this.find(id);
    if (live) {
      live.connection?.close();
      live.view.end();
      this.live = this.live.filter((each) => each !== live);
      this.changed();
    }
  }

  closeAll(): void {
    for (const { tab } of this.live) {
      this.close(tab.id);
    }
  }
}

export const terminals = new Tabs();
window.addEventListener(SIGNED_OUT, () => terminals.closeAll());
