import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { lastOf } from "../src/terminal/carry";
import { bytes } from "../src/terminal/FilePanel";
import { Files } from "../src/terminal/files";

const PLACE = { node: "h1", login: "root" };

function problem(title: string): Response {
  return new Response(
    JSON.stringify({ title, status: 403, detail: `SFTP server: ${title}; ask`, code: 1, trace_id: "" }),
    { status: 403, headers: { "Content-Type": "application/problem+json" } },
  );
}

class FakeCall {
  static last: FakeCall;
  upload: { onprogress: (event: { loaded: number }) => void } = { onprogress: () => undefined };
  onload: () => void = () => undefined;
  onerror: () => void = () => undefined;
  onabort: () => void = () => undefined;
  status = 0;
  responseText = "";
  opened: string[] = [];
  headers: Record<string, string> = {};
  constructor() {
    FakeCall.last = this;
  }
  open(...what: string[]) {
    this.opened = what;
  }
  setRequestHeader(name: string, value: string) {
    this.headers[name] = value;
  }
  send() {
    // the test answers
  }
  abort() {
    this.onabort();
  }
  answers(status: number, body: object) {
    this.status = status;
    this.responseText = JSON.stringify(body);
    this.onload();
  }
}

describe("files of a login", () => {
  let files: Files;
  let asked: { url: string; headers: Record<string, string> }[];
  let answers: Response[];
  const state = () => files.snapshot().at(-1)?.progress;
  const until = (name: string) => vi.waitFor(() => expect(state()?.state).toBe(name));

  beforeEach(() => {
    files = new Files();
    asked = [];
    answers = [];
    vi.stubGlobal("XMLHttpRequest", FakeCall);
    vi.stubGlobal("fetch", (url: string, init: { headers: Record<string, string> }) => {
      asked.push({ url, headers: init.headers });
      return Promise.resolve(answers.shift());
    });
    vi.stubGlobal("URL", Object.assign(URL, { createObjectURL: () => "blob:x", revokeObjectURL: () => undefined }));
  });
  afterEach(() => vi.unstubAllGlobals());

  it("downloads by path and saves it under its name", async () => {
    answers = [new Response("content", { headers: { "Content-Length": "7" } })];
    files.download(PLACE, "/tmp/a b+ä.txt");
    await until("done");
    expect(new URL(asked[0]!.url, "https://x").searchParams.get("path")).toBe("/tmp/a b+ä.txt");
    expect(state()).toEqual({ state: "done", path: "/tmp/a b+ä.txt", bytes: 7 });
  });

  it("tells a download that breaks off from a whole one", async () => {
    let pieces = 0;
    const broken = new ReadableStream<Uint8Array>({
      pull(on) {
        if (pieces++ === 0) {
          on.enqueue(new Uint8Array(10));
        } else {
          on.error(new TypeError("network"));
        }
      },
    });
    answers = [new Response(broken, { headers: { "Content-Length": "20" } })];
    files.download(PLACE, "/x");
    await until("failed");
    expect(state()).toMatchObject({ failure: { problem: { title: "PROXY_UNREACHABLE" } } });
  });

  it("asks for a second factor, again when it was wrong, and shows refusals in the server's words", async () => {
    answers = [problem("MFA_REQUIRED"), problem("BAD_CREDENTIALS"), problem("NOT_FOUND")];
    files.download(PLACE, "/x");
    await until("mfa");
    files.answer(1, { totp: "000000" });
    await vi.waitFor(() => expect(state()).toMatchObject({ state: "mfa", failure: {} }));
    files.answer(1, { totp: "123456" });
    await until("failed");
    expect(asked.map((each) => "X-Sallyport-Mfa" in each.headers)).toEqual([false, true, true]);
    files.forget(1);
    expect(files.snapshot()).toEqual([]);
  });

  it("uploads with progress, in the console's own name", async () => {
    files.upload(PLACE, new File(["12345"], "ein Bär.txt"), "/tmp", false);
    const call = FakeCall.last;
    const [method, url] = call.opened;
    expect(method).toBe("PUT");
    expect(Object.fromEntries(new URL(url!, "https://x").searchParams)).toEqual({
      node: "h1",
      login: "root",
      path: "/tmp",
      name: "ein Bär.txt",
      overwrite: "false",
    });
    expect(call.headers["X-Sallyport-Csrf"]).toBe("1");
    call.upload.onprogress({ loaded: 5 });
    expect(state()).toEqual({ state: "moving", done: 5, size: 5 });
    call.answers(200, { path: "/tmp/ein Bär.txt", bytes: 5 });
    await until("done");
  });

  it("says why an upload failed, and that one was cancelled", async () => {
    files.upload(PLACE, new File(["1"], "a"), "/tmp", true);
    FakeCall.last.answers(409, { title: "ALREADY_EXISTS", status: 409, detail: "x", code: 500, trace_id: "" });
    await until("failed");
    files.upload(PLACE, new File(["1"], "b"), "/tmp", true);
    FakeCall.last.onerror();
    await until("failed");
    files.upload(PLACE, new File(["1"], "c"), "/tmp", true);
    files.cancel(3);
    await until("cancelled");
    files.closeAll();
    expect(files.snapshot()).toEqual([]);
  });

  it("names files and sizes", () => {
    expect(lastOf("/a/b/")).toBe("b");
    expect(lastOf("/")).toBe("file");
    expect([0, 999, 1000, 1_500_000, 3_000_000_000].map(bytes)).toEqual(["0 B", "999 B", "1.0 kB", "1.5 MB", "3.0 GB"]);
  });
});
