import { Document, isMap, isScalar, isSeq, LineCounter, parseDocument, visit } from "yaml";
import type { Resource } from "../api/types";
import { quoted } from "./edit";

/** Lists of words that fit on a line stand on one. */
const SHORT = 80;

/** As a person edits it: the revision is the server's. */
export function toYaml(resource: Resource): string {
  const { revision: _revision, ...metadata } = resource.metadata;
  const document = new Document({ ...resource, metadata });
  visit(document, {
    Scalar(_, node) {
      quoted(node);
    },
    Seq(_, list) {
      const length = list.items.reduce<number>((sum, item) => sum + (isScalar(item) ? String(item.value).length + 2 : SHORT), 0);
      list.flow = length < SHORT;
    },
  });
  return document.toString({ lineWidth: 0, flowCollectionPadding: false });
}

export type Read = { ok: true; resource: Resource } | { ok: false; message: string; line: number };

/** Only the form is looked at here; what it means is for the server to check. */
export function fromYaml(source: string): Read {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines });
  const fault = document.errors[0];
  if (fault) {
    return { ok: false, message: fault.message.split("\n")[0] ?? "", line: lines.linePos(fault.pos[0]).line };
  }
  if (!isMap(document.contents)) {
    return { ok: false, message: "A document must be a mapping with kind, version, metadata and spec", line: 1 };
  }
  return { ok: true, resource: document.toJS() as Resource };
}

/** The line of which the server speaks: it names a line of what it was sent as text, else the path of a field. */
export function lineOf(message: string, source: string, sentAsText: boolean): number {
  const told = /, line (\d+)/.exec(message)?.[1];
  if (sentAsText && told) {
    return Number(told);
  }
  const path = /\b(?:spec|metadata)(?:\.[A-Za-z_][\w-]*|\[\d+\])*/.exec(message)?.[0];
  return path === undefined ? 0 : lineOfPath(path, source);
}

function lineOfPath(path: string, source: string): number {
  const lines = new LineCounter();
  let at: unknown = parseDocument(source, { lineCounter: lines }).contents;
  let line = 0;
  for (const step of path.split(/[.[\]]+/).filter((each) => each !== "")) {
    if (isMap(at)) {
      const pair = at.items.find((each) => String(each.key) === step);
      const start = (pair?.key as { range?: [number] } | undefined)?.range?.[0];
      line = start === undefined ? line : lines.linePos(start).line;
      at = pair?.value;
    } else if (isSeq(at)) {
      at = at.items[Number(step)];
      const start = (at as { range?: [number] } | undefined)?.range?.[0];
      line = start === undefined ? line : lines.linePos(start).line;
    } else {
      break;
    }
  }
  return line;
}
