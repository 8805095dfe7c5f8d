import { isMap, isScalar, isSeq, LineCounter } from "yaml";
import { keyOf, nodeAt, open, type Path, type Step } from "../resource/edit";
import { ROLE, type Shape } from "./shape";

/** A field as the form shows it, and as the server speaks of it. */
interface Field {
  id: string;
  /** With the numbers of rows: spec.allow.rules[0].where. */
  path: string;
  /** Without them: spec.allow.rules.where. */
  names: string;
  /** Where it stands, or the row that should have it; 0 when it is not there. */
  line: number;
  there: boolean;
  texts: string[];
}

export const idOf = (path: Path) => path.join(".");

/** The id of the field of which the server's message speaks, by its path, its name or its line. */
export function fieldOf(message: string, source: string, sentAsText: boolean): string | undefined {
  const opened = open(source);
  if (!opened.ok) {
    return undefined;
  }
  const fields = fieldsOf(opened.document.contents, opened.lines);
  // expressions have names that look like paths
  const path = /(?:^|\s)((?:spec|metadata)\..*)/s.exec(message)?.[1];
  if (path !== undefined) {
    return byPath(fields, path)?.id;
  }
  const told = sentAsText ? Number(/, line (\d+)/.exec(message)?.[1] ?? 0) : 0;
  const name = /^[a-z]\w*(?:\.[^\s:]+)*/.exec(message)?.[0] ?? "";
  if (/[._]/.test(name) || fields.some((field) => field.names.endsWith(`.${name}`))) {
    const named = fields.filter((field) => `.${field.names}`.endsWith(`.${name}`));
    return (only(named.filter((field) => field.line === told)) ?? only(named.filter((field) => field.there)) ?? only(named))?.id;
  }
  const here = fields.filter((field) => field.there && field.line === told && told > 0);
  return (only(here) ?? only(here.filter((field) => field.texts.some((each) => message.includes(`'${each}'`)))))?.id;
}

function only(fields: Field[]): Field | undefined {
  return fields.length === 1 ? fields[0] : undefined;
}

function byPath(fields: Field[], words: string): Field | undefined {
  return fields
    .filter((field) => words.startsWith(field.path) && /^(?:$|[\s.[:,])/.test(words.slice(field.path.length)))
    .sort((a, b) => b.path.length - a.path.length)[0];
}

function fieldsOf(contents: unknown, lines: LineCounter): Field[] {
  const found: Field[] = [];
  const lineOf = (node: unknown) => {
    const start = (node as { range?: [number] } | undefined)?.range?.[0];
    return start === undefined ? 0 : lines.linePos(start).line;
  };

  function add(steps: Step[], path: string, names: string, line: number, there: boolean, node: unknown) {
    const items: unknown[] = isSeq(node) ? node.items : [node];
    const texts = items.flatMap((item) => (isScalar(item) ? [String(item.value)] : []));
    found.push({ id: idOf(steps), path, names, line, there, texts });
  }

  function within(children: Record<string, Shape>, node: unknown, steps: Step[], path: string, names: string, line: number) {
    for (const [name, shape] of Object.entries(children)) {
      const pair = isMap(node) ? node.items.find((each) => keyOf(each) === name) : undefined;
      const dot = path === "" ? "" : ".";
      const at = pair === undefined ? line : lineOf(pair.key);
      go(shape, pair?.value, [...steps, name], path + dot + name, names + dot + name, at, pair !== undefined);
    }
  }

  function go(shape: Shape, node: unknown, steps: Step[], path: string, names: string, line: number, there: boolean) {
    if (shape === "kept") {
      return;
    }
    if (typeof shape === "object" && "fields" in shape) {
      within(shape.fields, node, steps, path, names, 0);
      return;
    }
    if (typeof shape === "object") {
      add(steps, path, names, line, false, undefined);
      (isSeq(node) ? node.items : []).forEach((row, index) => {
        const at = lineOf(row);
        add([...steps, index], `${path}[${index}]`, names, at, false, undefined);
        within(shape.rows, row, [...steps, index], `${path}[${index}]`, names, at);
      });
      return;
    }
    const labels = (shape === "labels" || shape === "label lists") && isMap(node);
    add(steps, path, names, line, there && !labels, node);
    if (labels) {
      node.items.forEach((pair, index) => {
        const key = `.${keyOf(pair)}`;
        add([...steps, index], path + key, names + key, lineOf(pair.key), true, pair.value);
      });
    }
  }

  go(ROLE, contents, [], "", "", 0, true);
  return found;
}

/** Paths of what the document has and the form does not show; it stays as it is. */
export function unshown(source: string): string[] {
  const opened = open(source);
  if (!opened.ok) {
    return [];
  }
  const found: string[] = [];
  const look = (children: Record<string, Shape>, steps: Path, path: string) => {
    const node = nodeAt(opened.document, steps);
    for (const [index, pair] of (isMap(node) ? node.items : []).entries()) {
      const here = path + keyOf(pair);
      const shape = children[keyOf(pair)];
      if (shape === undefined) {
        found.push(here);
      } else if (typeof shape === "object" && "fields" in shape) {
        look(shape.fields, [...steps, index], `${here}.`);
      } else if (typeof shape === "object" && isSeq(pair.value)) {
        pair.value.items.forEach((_, row) => look(shape.rows, [...steps, index, row], `${here}[${row}].`));
      }
    }
  };
  look(ROLE.fields, [], "");
  return found;
}
