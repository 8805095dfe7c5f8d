/** The part of EventSource that is used here. */
export interface Stream {
  onopen: ((event: Event) => void) | null;
  onmessage: ((event: MessageEvent<string>) => void) | null;
  onerror: ((event: Event) => void) | null;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  readonly readyState: number;
  close(): void;
}

/** Of a stream that the browser does not try again by itself. */
export const CLOSED = 2;
