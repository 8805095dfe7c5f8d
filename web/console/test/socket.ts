/** A WebSocket of which the test has the other end. */
export class FakeSocket {
  static readonly OPEN = 1;
  static last: FakeSocket;
  readyState = FakeSocket.OPEN;
  binaryType = "";
  sent: (string | Uint8Array)[] = [];
  onopen: () => void = () => undefined;
  onmessage: (message: { data: unknown }) => void = () => undefined;
  onclose: (() => void) | null = null;
  constructor(
    readonly url: URL,
    readonly protocol: string,
  ) {
    FakeSocket.last = this;
  }
  send(data: string | Uint8Array) {
    this.sent.push(data);
  }
  close() {
    this.readyState = 3;
  }
  tells(frame: object) {
    this.onmessage({ data: JSON.stringify(frame) });
  }
  frames() {
    return this.sent.filter((each) => typeof each === "string").map((each) => JSON.parse(each) as Record<string, unknown>);
  }
}
