import { useEffect } from "react";

export const IDLE_MINUTES = 30;
const KEY = "sallyport-last-used";
const LOOK_MILLIS = 15_000;

/** Somebody is there. For what keeps its keys from the page. */
export const used = () => localStorage.setItem(KEY, String(Date.now()));

/** Calls when nothing was typed or pointed at for long, in any tab: somebody may have left the desk. */
export function useIdle(active: boolean, onIdle: () => void): void {
  useEffect(() => {
    if (!active) {
      return;
    }
    used();
    const events = ["pointerdown", "keydown", "wheel"];
    for (const event of events) {
      window.addEventListener(event, used, { passive: true });
    }
    const timer = setInterval(() => {
      if (Date.now() - Number(localStorage.getItem(KEY) ?? Date.now()) > IDLE_MINUTES * 60_000) {
        onIdle();
      }
    }, LOOK_MILLIS);
    return () => {
      clearInterval(timer);
      for (const event of events) {
        window.removeEventListener(event, used);
      }
    };
  }, [active, onIdle]);
}
