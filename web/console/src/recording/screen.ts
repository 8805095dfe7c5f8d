import headless from "@xterm/headless";
import type { Frame } from "./timeline";

/** Text that looks the same. Colours are CSS; empty is the terminal's own. */
export interface Run {
  text: string;
  foreground: string;
  background: string;
  bold: boolean;
  italic: boolean;
  underline: boolean;
  dim: boolean;
}

type Line = NonNullable<ReturnType<headless.Terminal["buffer"]["active"]["getLine"]>>;
type Cell = NonNullable<ReturnType<Line["getCell"]>>;

const LARGEST = 500;

/** The terminal of a recorded session without a browser's: what is drawn is elements, which the content policy allows. */
export class Screen {
  private readonly terminal: headless.Terminal;
  private shown = 0;

  constructor(columns: number, rows: number) {
    this.terminal = new headless.Terminal({
      cols: bounded(columns, 80),
      rows: bounded(rows, 24),
      scrollback: 0,
      allowProposedApi: true,
    });
  }

  /** Shows the first so many frames; going back plays from the beginning. */
  async show(frames: readonly Frame[], count: number, size: { columns: number; rows: number }): Promise<void> {
    if (count < this.shown) {
      this.terminal.reset();
      this.terminal.resize(bounded(size.columns, 80), bounded(size.rows, 24));
      this.shown = 0;
    }
    const fresh = frames.slice(this.shown, count);
    this.shown = count;
    let written = Promise.resolve();
    for (const each of fresh) {
      if (each.code === "o" || each.code === "e") {
        written = new Promise((done) => this.terminal.write(each.data, done));
      } else if (each.code === "r") {
        // what was written before is for the old size
        await written;
        this.resize(String(each.data));
      }
    }
    await written;
  }

  rows(): Run[][] {
    const buffer = this.terminal.buffer.active;
    return Array.from({ length: this.terminal.rows }, (_, y) => {
      const line = buffer.getLine(buffer.viewportY + y);
      return line ? runs(line, this.terminal.cols) : [];
    });
  }

  get columns(): number {
    return this.terminal.cols;
  }

  end(): void {
    this.terminal.dispose();
  }

  private resize(size: string): void {
    const [columns, rows] = size.split("x").map(Number);
    this.terminal.resize(bounded(columns ?? 0, 80), bounded(rows ?? 0, 24));
  }
}

function bounded(size: number, otherwise: number): number {
  return Number.isInteger(size) && size > 0 ? Math.min(size, LARGEST) : otherwise;
}

function runs(line: Line, columns: number): Run[] {
  const found: Run[] = [];
  for (let x = 0; x < columns; x++) {
    const cell = line.getCell(x);
    // the second half of a wide character
    if (!cell || cell.getWidth() === 0) {
      continue;
    }
    const look = lookOf(cell);
    const last = found.at(-1);
    if (last && same(last, look)) {
      last.text += look.text;
    } else {
      found.push(look);
    }
  }
  const last = found.at(-1);
  if (last && last.background === "") {
    last.text = last.text.trimEnd();
  }
  return found;
}

function lookOf(cell: Cell): Run {
  const foreground = cell.isFgDefault() ? "" : colour(cell.isFgRGB() !== false && cell.isFgRGB(), cell.getFgColor());
  const background = cell.isBgDefault() ? "" : colour(cell.isBgRGB() !== false && cell.isBgRGB(), cell.getBgColor());
  const inverse = Boolean(cell.isInverse());
  return {
    text: cell.isInvisible() ? " " : cell.getChars() || " ",
    foreground: inverse ? background || "var(--sp-term-background)" : foreground,
    background: inverse ? foreground || "var(--sp-term-foreground)" : background,
    bold: Boolean(cell.isBold()),
    italic: Boolean(cell.isItalic()),
    underline: Boolean(cell.isUnderline()),
    dim: Boolean(cell.isDim()),
  };
}

function same(a: Run, b: Run): boolean {
  return (
    a.foreground === b.foreground &&
    a.background === b.background &&
    a.bold === b.bold &&
    a.italic === b.italic &&
    a.underline === b.underline &&
    a.dim === b.dim
  );
}

/** The 256 colours of xterm: sixteen by name, a cube of six, 24 greys. */
function colour(rgb: boolean, value: number): string {
  if (rgb) {
    return `#${value.toString(16).padStart(6, "0")}`;
  }
  if (value < 16) {
    return `var(--sp-term-${value})`;
  }
  if (value >= 232) {
    const grey = 8 + (value - 232) * 10;
    return `rgb(${grey}, ${grey}, ${grey})`;
  }
  const step = (part: number) => (part === 0 ? 0 : 55 + part * 40);
  const cube = value - 16;
  return `rgb(${step(Math.floor(cube / 36))}, ${step(Math.floor(cube / 6) % 6)}, ${step(cube % 6)})`;
}
