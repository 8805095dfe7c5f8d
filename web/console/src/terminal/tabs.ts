import { api } from "../api/client";
import type { MfaAnswer } from "../api/types";
import { SIGNED_OUT } from "../page/signedOut";
import { Connection, type State } from "./connection";
import { View } from "./view";

/** As it is now; another one when anything changed. */
export interface Tab {
  id: number;
  node: string;
  login: string;
  name: string;
  state: State;
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
  show(node: string, login: string): void {
    const there = this.live.find(({ tab }) => tab.node === node && tab.login === login);
    if (there) {
      this.changed(there.tab.id);
    } else {
      this.open(node, login);
    }
  }

  open(node: string, login: string): void {
    const id = ++this.lastId;
    const view = new View({
      typed: (bytes) => this.find(id)?.connection?.type(bytes),
      resized: (size) => this.find(id)?.connection?.resize(size),
      left: () => this.onLeave(),
    });
    this.live.push({ tab: { id, node, login, name: node, state: { state: "connecting" } }, view, connection: undefined });
    this.changed(id);
    void nameOf(node).then((name) => this.named(id, name));
  }

  private named(id: number, name: string): void {
    const live = this.find(id);
    if (live) {
      live.tab = { ...live.tab, name };
      this.changed();
    }
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
    const { node, login, id } = live.tab;
    this.is(live, { state: "connecting" });
    live.connection = new Connection(node, login, () => live.view.size, {
      write: (bytes, shown) => live.view.write(bytes, shown),
      changed: (state) => {
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
    });
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
