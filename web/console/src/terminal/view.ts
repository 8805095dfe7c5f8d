import "@xterm/xterm/css/xterm.css";
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import { isDark } from "../page/theme";
import { used } from "../page/useIdle";
import type { Size } from "./connection";
import { strictly, strictSpans } from "./strict";
import { DARK, LIGHT } from "./themes";

strictSpans();

const SCROLLBACK = 5000;
/** The server takes no larger ones. */
const LARGEST = 1000;

interface Hears {
  typed: (bytes: Uint8Array<ArrayBuffer>) => void;
  resized: (size: Size) => void;
  /** The keys that lead out of the terminal were pressed. */
  left: () => void;
}

/**
 * A terminal on the screen. What a program in it may ask for beyond text is left out: it sets no title, reads and writes
 * no clipboard (OSC 52), opens no link (OSC 8), and does not move or resize anything.
 */
export class View {
  readonly element = document.createElement("div");
  private readonly terminal: Terminal;
  private readonly fit = new FitAddon();
  private readonly sizes = new ResizeObserver(() => this.fitIt());
  private readonly themes = new MutationObserver(() => this.theme());

  constructor(private readonly hears: Hears) {
    this.element.className = "sp-terminal-screen";
    this.terminal = new Terminal({
      scrollback: SCROLLBACK,
      // what programs print is no news for the page
      logLevel: "off",
      linkHandler: { activate: () => undefined },
      minimumContrastRatio: 4.5,
      fontFamily: '"Red Hat Mono", ui-monospace, "DejaVu Sans Mono", Menlo, Consolas, monospace',
      fontSize: 14,
      macOptionIsMeta: true,
      theme: isDark() ? DARK : LIGHT,
    });
    this.terminal.loadAddon(this.fit);
    this.terminal.attachCustomKeyEventHandler((event) => this.key(event));
    this.terminal.onData((typed) => this.hears.typed(new TextEncoder().encode(typed)));
    this.terminal.onBinary((typed) => this.hears.typed(Uint8Array.from(typed, (each) => each.charCodeAt(0))));
    // xterm keeps its keys from the page, which would take somebody who types for away; what a program has it answer
    // by itself is no sign of anybody
    this.terminal.onKey(() => used());
    for (const sign of ["paste", "compositionend"]) {
      this.element.addEventListener(sign, () => used(), { capture: true });
    }
    this.terminal.onResize(({ cols, rows }) => this.hears.resized({ columns: cols, rows }));
  }

  /** @returns whether xterm is to have the key */
  private key(event: KeyboardEvent): boolean {
    const shifted = event.ctrlKey && event.shiftKey && !event.altKey;
    if (event.ctrlKey && event.key === "F6") {
      if (event.type === "keydown") {
        event.preventDefault();
        this.hears.left();
      }
      return false;
    }
    if ((shifted && event.code === "KeyC") || (event.ctrlKey && event.key === "Insert")) {
      event.preventDefault();
      if (event.type === "keydown") {
        void this.copy();
      }
      return false;
    }
    // the browser pastes, and xterm hears of that
    return !(shifted && event.code === "KeyV") && !(event.shiftKey && event.key === "Insert");
  }

  async copy(): Promise<void> {
    if (this.terminal.hasSelection()) {
      await navigator.clipboard.writeText(this.terminal.getSelection());
    }
  }

  /** Asks the browser, which asks the person. Fails when either does not want it. */
  async paste(): Promise<void> {
    this.terminal.paste(await navigator.clipboard.readText());
    this.focus();
  }

  attach(parent: HTMLElement): void {
    parent.append(this.element);
    if (!this.terminal.element) {
      strictly(() => this.terminal.open(this.element));
    }
    this.theme();
    this.fitIt();
    this.sizes.observe(this.element);
    this.themes.observe(document.documentElement, { attributeFilter: ["class"] });
  }

  /** What it shows is kept. */
  detach(): void {
    this.sizes.disconnect();
    this.themes.disconnect();
    this.element.remove();
  }

  private theme(): void {
    this.terminal.options.theme = isDark() ? DARK : LIGHT;
  }

  private fitIt(): void {
    const fitting = this.fit.proposeDimensions();
    if (fitting && this.element.isConnected && fitting.cols > 1 && fitting.rows > 1) {
      this.terminal.resize(Math.min(fitting.cols, LARGEST), Math.min(fitting.rows, LARGEST));
    }
  }

  get size(): Size {
    return { columns: this.terminal.cols, rows: this.terminal.rows };
  }

  write(bytes: Uint8Array, shown: () => void): void {
    this.terminal.write(bytes, shown);
  }

  /** A new session: what an ended program left of its modes is gone, what it wrote stays. */
  begin(): void {
    this.terminal.options.disableStdin = false;
    this.terminal.write("\x1b[!p\x1b[?1049l\x1b[?25h\x1b[?1000l\x1b[?1002l\x1b[?1003l\x1b[?2004l");
  }

  /** Programs that ask terminals are answered by the one that started the session, not by all who take part. */
  answerNothing(): void {
    const { parser } = this.terminal;
    for (const id of [
      { final: "c" },
      { prefix: ">", final: "c" },
      { prefix: "=", final: "c" },
      { final: "n" },
      { prefix: "?", final: "n" },
      { intermediates: "$", final: "p" },
      { prefix: "?", intermediates: "$", final: "p" },
    ]) {
      parser.registerCsiHandler(id, () => true);
    }
    parser.registerDcsHandler({ intermediates: "$", final: "q" }, () => true);
    for (const color of [4, 10, 11, 12]) {
      parser.registerOscHandler(color, (data) => data.includes("?"));
    }
  }

  stop(): void {
    this.terminal.options.disableStdin = true;
  }

  focus(): void {
    this.terminal.focus();
  }

  readAloud(on: boolean): void {
    this.terminal.options.screenReaderMode = on;
  }

  end(): void {
    this.detach();
    this.terminal.dispose();
  }
}
