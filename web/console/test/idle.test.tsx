import { cleanup, render } from "@testing-library/react";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { IDLE_MINUTES, useIdle } from "../src/page/useIdle";

function Desk({ signedIn, onIdle }: { signedIn: boolean; onIdle: () => void }) {
  useIdle(signedIn, onIdle);
  return null;
}

const minutes = (count: number) => vi.advanceTimersByTime(count * 60_000);

beforeEach(() => {
  localStorage.clear();
  vi.useFakeTimers();
});
afterEach(() => {
  cleanup();
  vi.useRealTimers();
});

describe("a desk that was left", () => {
  it("is noticed", () => {
    const idle = vi.fn();
    render(<Desk signedIn onIdle={idle} />);
    minutes(IDLE_MINUTES - 1);
    expect(idle).not.toHaveBeenCalled();
    minutes(2);
    expect(idle).toHaveBeenCalled();
  });

  it("is not one where somebody types, here or in another tab", () => {
    const idle = vi.fn();
    render(<Desk signedIn onIdle={idle} />);
    minutes(IDLE_MINUTES - 1);
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "a" }));
    minutes(IDLE_MINUTES - 1);
    localStorage.setItem("sallyport-last-used", String(Date.now()));
    minutes(IDLE_MINUTES - 1);
    expect(idle).not.toHaveBeenCalled();
  });

  it("has nothing to be signed out of before somebody signs in", () => {
    const idle = vi.fn();
    render(<Desk signedIn={false} onIdle={idle} />);
    minutes(2 * IDLE_MINUTES);
    expect(idle).not.toHaveBeenCalled();
  });
});
