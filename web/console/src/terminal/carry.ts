import { at, query } from "../api/address";
import { BASE, factor, fetched, problemOf, ProblemError } from "../api/client";
import type { FileStored, MfaAnswer, Problem } from "../api/types";
import { fileText } from "./fileText";

/** Where files are: a login on a node. */
export interface Place {
  node: string;
  login: string;
}

export interface Going {
  answer: MfaAnswer | undefined;
  signal: AbortSignal;
  /** @param size when it is known */
  moved: (done: number, size: number | undefined) => void;
}

/** As the server words refusals. */
function broke(): ProblemError {
  return new ProblemError({ title: "PROXY_UNREACHABLE", status: 0, detail: fileText.broke, code: 702, trace_id: "" });
}

/** The browser keeps what has come, on its disk when it is much; a download that breaks off throws. */
export async function download({ node, login }: Place, path: string, going: Going): Promise<Blob> {
  const { answer, signal, moved } = going;
  const response = await fetched("GET", at("/files") + query({ node, login, path }), "*/*", { answer, signal });
  const header = response.headers.get("Content-Length");
  const size = header === null ? undefined : Number(header);
  let done = 0;
  const counted = new TransformStream<Uint8Array, Uint8Array>({
    transform(piece, on) {
      done += piece.length;
      moved(done, size);
      on.enqueue(piece);
    },
  });
  moved(0, size);
  try {
    return response.body === null ? new Blob() : await new Response(response.body.pipeThrough(counted)).blob();
  } catch (failure) {
    throw signal.aborted ? failure : broke();
  }
}

/** fetch does not tell how much was sent. */
export function upload(
  { node, login }: Place,
  file: File,
  path: string,
  overwrite: boolean,
  { answer, signal, moved }: Going,
): Promise<FileStored> {
  return new Promise((resolve, reject) => {
    const call = new XMLHttpRequest();
    const address = at("/files") + query({ node, login, path, name: file.name, overwrite: String(overwrite) });
    call.open("PUT", BASE + address);
    const headers = { "X-Sallyport-Csrf": "1", "Content-Type": "application/octet-stream", ...factor(answer) };
    Object.entries(headers).forEach(([name, value]) => call.setRequestHeader(name, value));
    call.upload.onprogress = (event) => moved(event.loaded, file.size);
    call.onload = () => {
      try {
        if (call.status === 200) {
          resolve(JSON.parse(call.responseText) as FileStored);
        } else {
          reject(new ProblemError(JSON.parse(call.responseText) as Problem));
        }
      } catch {
        reject(broke());
      }
    };
    call.onerror = () => reject(broke());
    call.onabort = () => reject(problemOf(new Error(fileText.cancelled)));
    signal.addEventListener("abort", () => call.abort(), { once: true });
    moved(0, file.size);
    call.send(file);
  });
}

export function lastOf(path: string): string {
  return path.split("/").filter((part) => part !== "").at(-1) ?? "file";
}

/** Gives a file to the browser, as if it were downloaded from a link. */
export function save(blob: Blob, name: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  // the browser has it by then
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
