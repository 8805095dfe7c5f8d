/** One event of a recording; data are bytes when they are no UTF-8. */
export interface Frame {
  /** Seconds since the session's start. */
  at: number;
  code: string;
  data: string | Uint8Array;
}

export interface Part {
  frames: Frame[];
  /** All up to this segment was told; empty when none was. */
  segment: string;
  state: string;
  /** There is more to be had at once. */
  more: boolean;
}

type Line = [number, string, string] | { segment?: number; state?: string; more?: boolean };

/** Reads what GET /recordings/{session}/events answers (docs/protocol/recording.md). */
export function parsePart(lines: string): Part {
  const part: Part = { frames: [], segment: "", state: "", more: false };
  for (const text of lines.split("\n")) {
    if (text.trim() === "") {
      continue;
    }
    const line = JSON.parse(text) as Line;
    if (Array.isArray(line)) {
      part.frames.push(frame(line));
    } else if (line.segment !== undefined) {
      part.segment = String(line.segment);
    } else {
      part.state = line.state ?? "";
      part.more = line.more ?? false;
    }
  }
  return part;
}

function frame([at, code, data]: [number, string, string]): Frame {
  const lower = code.toLowerCase();
  return code === lower
    ? { at, code, data }
    : { at, code: lower, data: Uint8Array.from(atob(data), (letter) => letter.charCodeAt(0)) };
}

/** How many frames are at or before a time; the frames are in order of time. */
export function countUntil(frames: readonly Frame[], at: number): number {
  let low = 0;
  let high = frames.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((frames[middle]?.at ?? 0) <= at) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/** A pause longer than this is idle time, in seconds. */
export const IDLE = 2;
/** What is left of idle time before the next event. */
const LEFT = 0.5;

/** Where playing is after so many seconds, faster by a factor, perhaps without the pauses. */
export function advance(
  frames: readonly Frame[],
  at: number,
  seconds: number,
  options: { speed: number; skipIdle: boolean },
): number {
  const next = frames[countUntil(frames, at)];
  const end = frames.at(-1)?.at ?? 0;
  if (next === undefined) {
    return end;
  }
  const idle = options.skipIdle && next.at - at > IDLE;
  return Math.min(end, (idle ? next.at - LEFT : at) + seconds * options.speed);
}

export function clock(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const two = (number: number) => String(number).padStart(2, "0");
  const hours = Math.floor(whole / 3600);
  return `${hours > 0 ? `${hours}:` : ""}${two(Math.floor(whole / 60) % 60)}:${two(whole % 60)}`;
}

export function markers(frames: readonly Frame[]): { at: number; text: string }[] {
  return frames
    .filter((each) => each.code === "m" && typeof each.data === "string" && each.data !== "")
    .map((each) => ({ at: each.at, text: String(each.data) }));
}
