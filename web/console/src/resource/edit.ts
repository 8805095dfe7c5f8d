import { Document, isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, Scalar, visit, YAMLMap, YAMLSeq } from "yaml";

/** Names lead into mappings, numbers to items of lists; in a mapping a number is that of its pair. */
export type Step = string | number;
export type Path = readonly Step[];

/** What stands at a place. Foreign is what a form cannot show, and therefore must not touch. */
export type Found<T> = { is: "unset" } | { is: "foreign" } | { is: "value"; value: T };

export type Opened = { ok: true; document: Document; lines: LineCounter } | { ok: false; message: string; line: number };

/** Lists of words that fit on a line stand on one. */
const SHORT = 80;
const UNSET = { is: "unset" } as const;
const FOREIGN = { is: "foreign" } as const;

/** A key that is there twice is let through: it is a mistake of one who types, and the check tells it. */
export function open(source: string): Opened {
  const lines = new LineCounter();
  const document = parseDocument(source, { lineCounter: lines, uniqueKeys: false });
  const fault = document.errors[0];
  if (fault) {
    return { ok: false, message: fault.message.split("\n")[0] ?? "", line: lines.linePos(fault.pos[0]).line };
  }
  let alias = 0;
  visit(document, {
    Alias(_, node) {
      alias = lines.linePos(node.range?.[0] ?? 0).line;
      return visit.BREAK;
    },
  });
  if (alias > 0) {
    return { ok: false, message: "YAML aliases (*name) are not supported: write the value out", line: alias };
  }
  return isMap(document.contents)
    ? { ok: true, document, lines }
    : { ok: false, message: "A document must be a mapping with kind, version, metadata and spec", line: 1 };
}

/** The source with a change: everything that the change does not reach stays, comments included. */
export function edited(source: string, change: (document: Document) => void): string {
  const opened = open(source);
  if (!opened.ok) {
    return source;
  }
  change(opened.document);
  const indent = /^( {1,8})[^\s#-]/m.exec(source)?.[1]?.length ?? 2;
  const indentSeq = !/^( *)[^\s#-][^\n]*:[^\S\n]*\n\1- /m.test(source);
  return opened.document.toString({ lineWidth: 0, flowCollectionPadding: false, indent, indentSeq });
}

export const keyOf = (pair: Pair): string => (isScalar(pair.key) ? String(pair.key.value) : String(pair.key));

function indexOf(map: YAMLMap, step: Step): number {
  return typeof step === "number" ? step : map.items.findIndex((pair) => keyOf(pair) === step);
}

const isNull = (node: unknown) => node === undefined || node === null || (isScalar(node) && node.value === null);

/** The node there, undefined where nothing is, and null where something stands in the way. */
export function nodeAt(document: Document, path: Path): unknown {
  let at: unknown = document.contents;
  for (const step of path) {
    if (isMap(at)) {
      at = at.items[indexOf(at, step)]?.value;
    } else if (isSeq(at) && typeof step === "number") {
      at = at.items[step];
    } else {
      return isNull(at) ? undefined : null;
    }
  }
  return isNull(at) ? undefined : at;
}

/** As it is written, so that 1.10 does not become 1.1. */
function textOf(node: unknown): string | undefined {
  if (!isScalar(node) || node.value === null) {
    return undefined;
  }
  return typeof node.value === "number" ? (node.source ?? String(node.value)) : String(node.value);
}

export function textAt(document: Document, path: Path): Found<string> {
  const node = nodeAt(document, path);
  if (node === undefined) {
    return UNSET;
  }
  const value = textOf(node);
  return value === undefined ? FOREIGN : { is: "value", value };
}

/** One entry is one line of a form, so those with line ends, and empty ones, are foreign. */
export function listAt(document: Document, path: Path): Found<string[]> {
  const node = nodeAt(document, path);
  if (node === undefined) {
    return UNSET;
  }
  const value = isSeq(node) ? node.items.map(textOf) : [undefined];
  return value.every((each) => each !== undefined && each.trim() !== "" && !each.includes("\n"))
    ? { is: "value", value: value as string[] }
    : FOREIGN;
}

export function keysAt(document: Document, path: Path): Found<string[]> {
  const node = nodeAt(document, path);
  if (node === undefined) {
    return UNSET;
  }
  return isMap(node) && node.items.every((pair) => isScalar(pair.key))
    ? { is: "value", value: node.items.map(keyOf) }
    : FOREIGN;
}

/** How many rows a list of mappings has. */
export function rowsAt(document: Document, path: Path): Found<number> {
  const node = nodeAt(document, path);
  if (node === undefined) {
    return UNSET;
  }
  return isSeq(node) && node.items.every(isMap) ? { is: "value", value: node.items.length } : FOREIGN;
}

/** The server reads YAML as 1.1 has it: a text that this, or 1.2, takes for something else is quoted. */
export function quoted(node: Scalar): Scalar {
  if (typeof node.value === "string" && /^["']/.test(new Document(node.value, { version: "1.1" }).toString())) {
    node.type = Scalar.QUOTE_DOUBLE;
  }
  return node;
}

function scalar(value: string | number | boolean, old?: unknown): Scalar {
  const made = quoted(new Scalar(value));
  if (isScalar(old)) {
    const { comment, commentBefore, spaceBefore, type } = old;
    Object.assign(made, { comment, commentBefore, spaceBefore });
    if ((type === Scalar.BLOCK_LITERAL || type === Scalar.BLOCK_FOLDED) && String(value).includes("\n")) {
      made.type = type;
    }
  }
  return made;
}

/** Puts a value in its place, and the mappings above it where they are not yet there. */
function put(document: Document, path: Path, value: unknown): void {
  const last = path.at(-1) as Step;
  const above = path.slice(0, -1);
  let parent = above.length === 0 ? document.contents : nodeAt(document, above);
  if (parent === undefined) {
    parent = new YAMLMap();
    put(document, above, parent);
  }
  if (isMap(parent)) {
    const pair = parent.items[indexOf(parent, last)];
    if (pair) {
      pair.value = value;
    } else {
      parent.flow = parent.flow === true && parent.items.length > 0;
      parent.items.push(document.createPair(last, value));
    }
  } else if (isSeq(parent) && typeof last === "number") {
    parent.items[last] = value;
  }
}

/** Takes something out, and with it the mappings and lists above it that it leaves empty; rows of lists stay. */
export function remove(document: Document, path: Path): void {
  const parent = nodeAt(document, path.slice(0, -1));
  const last = path.at(-1) as Step;
  if (isMap(parent) || isSeq(parent)) {
    const index = isMap(parent) ? indexOf(parent, last) : Number(last);
    if (index >= 0) {
      parent.items.splice(index, 1);
    }
    if (parent.items.length === 0 && path.length > 2 && typeof path.at(-2) === "string") {
      remove(document, path.slice(0, -1));
    }
  }
}

/** Nothing, or an empty text unless it is to be kept, takes the field out. */
export function setValue(document: Document, path: Path, value: string | number | boolean | undefined, keepEmpty = false): void {
  if (value === undefined || (value === "" && !keepEmpty)) {
    remove(document, path);
  } else {
    put(document, path, scalar(value, nodeAt(document, path)));
  }
}

/** Entries that stay are the same nodes, with their comments. An empty list is kept where one has to be. */
export function setList(document: Document, path: Path, values: readonly string[], keepEmpty = false): void {
  if (values.length === 0 && !keepEmpty) {
    remove(document, path);
    return;
  }
  const node = nodeAt(document, path);
  const list = isSeq(node) ? node : new YAMLSeq();
  const rest = [...list.items];
  const fresh = rest.length === 0;
  list.items = values.map((value) => {
    const known = rest.findIndex((item) => textOf(item) === value);
    return known < 0 ? scalar(value) : rest.splice(known, 1)[0];
  });
  if (fresh) {
    list.flow = values.reduce((sum, value) => sum + value.length + 2, 0) < SHORT;
  }
  if (list !== node) {
    put(document, path, list);
  }
}

export function rename(document: Document, path: Path, index: number, key: string): void {
  const map = nodeAt(document, path);
  const pair = isMap(map) ? map.items[index] : undefined;
  if (pair) {
    pair.key = scalar(key, pair.key);
  }
}

/** A pair more, whatever its key. */
export function addPair(document: Document, path: Path, key: string, value: unknown): void {
  const map = nodeAt(document, path);
  const pair = document.createPair(key, value);
  if (isMap(map)) {
    map.flow = map.flow === true && map.items.length > 0;
    map.items.push(pair);
  } else {
    const made = new YAMLMap();
    made.items.push(pair);
    put(document, path, made);
  }
}

export function addRow(document: Document, path: Path, row: Record<string, unknown>): void {
  const list = nodeAt(document, path);
  const made = document.createNode(row);
  if (isSeq(list)) {
    list.flow = list.flow === true && list.items.length > 0;
    list.items.push(made);
  } else {
    const rows = new YAMLSeq();
    rows.items.push(made);
    put(document, path, rows);
  }
}

