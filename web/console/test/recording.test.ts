import { describe, expect, it } from "vitest";
import { Screen } from "../src/recording/screen";
import { size } from "../src/recording/size";
import { advance, clock, countUntil, markers, parsePart } from "../src/recording/timeline";

const LINES = [
  '[0.1,"o","hello "]',
  '[0.2,"O","/w=="]',
  '{"segment":0}',
  '[10.0,"m","recording: something is missing"]',
  '[10.5,"o","world"]',
  '{"segment":1}',
  '{"state":"live","more":true}',
].join("\n");

describe("lines of a recording", () => {
  it("are events, how far they go, and whether there is more", () => {
    const part = parsePart(LINES);
    expect(part.frames.map((each) => each.code)).toEqual(["o", "o", "m", "o"]);
    expect(part.frames[1]?.data).toEqual(Uint8Array.of(0xff));
    expect(part).toMatchObject({ segment: "1", state: "live", more: true });
    expect(markers(part.frames)).toEqual([{ at: 10, text: "recording: something is missing" }]);
  });

  it("may be none", () => {
    expect(parsePart('{"state":"complete","more":false}\n')).toEqual({
      frames: [],
      segment: "",
      state: "complete",
      more: false,
    });
  });
});

describe("playing", () => {
  const { frames } = parsePart(LINES);

  it("finds the frames until a time", () => {
    expect(countUntil(frames, 0)).toBe(0);
    expect(countUntil(frames, 0.2)).toBe(2);
    expect(countUntil(frames, 99)).toBe(4);
  });

  it("goes as fast as wanted and stops at the end", () => {
    expect(advance(frames, 0.2, 0.1, { speed: 4, skipIdle: false })).toBeCloseTo(0.6);
    expect(advance(frames, 10.4, 5, { speed: 1, skipIdle: false })).toBe(10.5);
    expect(advance([], 0, 5, { speed: 1, skipIdle: false })).toBe(0);
  });

  it("leaves out idle time if wanted, and keeps short pauses", () => {
    expect(advance(frames, 0.2, 0.1, { speed: 1, skipIdle: true })).toBeCloseTo(9.6);
    expect(advance(frames, 10.1, 0.1, { speed: 1, skipIdle: true })).toBeCloseTo(10.2);
  });

  it("tells times and sizes", () => {
    expect(clock(61.9)).toBe("01:01");
    expect(clock(3_661)).toBe("1:01:01");
    expect(size(900)).toBe("900 B");
    expect(size(1536)).toBe("1.5 KiB");
  });
});

describe("screen", () => {
  const at = (data: string, code = "o") => ({ at: 0, code, data });
  const small = { columns: 20, rows: 3 };

  async function shown(...frames: ReturnType<typeof at>[]) {
    const screen = new Screen(small.columns, small.rows);
    await screen.show(frames, frames.length, small);
    return screen;
  }

  it("shows what was printed, with its colours", async () => {
    const screen = await shown(at("plain \u001b[1;31mred\u001b[0m\r\n\u001b[38;5;46mgreen\u001b[38;2;1;2;3mblue"));
    const [first, second, third] = screen.rows();
    expect(first).toMatchObject([
      { text: "plain ", foreground: "", bold: false },
      { text: "red", foreground: "var(--sp-term-1)", bold: true },
      { text: "" },
    ]);
    expect(second).toMatchObject([{ foreground: "rgb(0, 255, 0)" }, { foreground: "#010203" }, {}]);
    expect(third?.map((run) => run.text).join("")).toBe("");
    screen.end();
  });

  it("swaps colours of inverse text", async () => {
    const screen = await shown(at("\u001b[7minverse"));
    expect(screen.rows()[0]?.[0]).toMatchObject({
      text: "inverse",
      foreground: "var(--sp-term-background)",
      background: "var(--sp-term-foreground)",
    });
    screen.end();
  });

  it("changes its size as the recorded terminal did, and nothing larger than sane", async () => {
    const screen = await shown(at("one"), at("30x5", "r"), at("x"), at("999999x4", "r"));
    expect(screen.rows()).toHaveLength(4);
    expect(screen.columns).toBe(500);
    screen.end();
  });

  it("goes back by playing from the beginning", async () => {
    const frames = [at("one "), at("two")];
    const screen = await shown(...frames);
    await screen.show(frames, 1, small);
    expect(screen.rows()[0]?.[0]?.text).toBe("one");
    screen.end();
  });
});
