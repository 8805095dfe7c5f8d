export interface DiffLine {
  sign: " " | "+" | "-";
  text: string;
}

/** The longest common lines stay; documents are small, so the plain table will do. */
export function diffLines(before: string, after: string): DiffLine[] {
  const a = before.trimEnd().split("\n");
  const b = after.trimEnd().split("\n");
  const common = Array.from({ length: a.length + 1 }, () => new Array<number>(b.length + 1).fill(0));
  const look = (i: number, j: number) => common[i]?.[j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      (common[i] as number[])[j] = a[i] === b[j] ? look(i + 1, j + 1) + 1 : Math.max(look(i + 1, j), look(i, j + 1));
    }
  }
  const found: DiffLine[] = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      found.push({ sign: " ", text: a[i] ?? "" });
      i++;
      j++;
    } else if (i < a.length && (j >= b.length || look(i + 1, j) >= look(i, j + 1))) {
      found.push({ sign: "-", text: a[i] ?? "" });
      i++;
    } else {
      found.push({ sign: "+", text: b[j] ?? "" });
      j++;
    }
  }
  return found;
}
