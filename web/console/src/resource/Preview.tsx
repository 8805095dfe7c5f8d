import { Content } from "@patternfly/react-core";
import type { AccessDiff } from "../api/types";
import { diffLines } from "./lines";
import { Effect } from "./Effect";
import { text } from "./text";

/** What changes in the document, and for whom. */
export function Preview({ before, after, diff }: { before: string; after: string; diff: AccessDiff | undefined }) {
  const lines = diffLines(before, after);
  const changed = lines.some((line) => line.sign !== " ");
  return (
    <>
      {changed ? (
        <div className="sp-diff" tabIndex={0} role="region" aria-label={text.changes}>
          {lines.map((line, index) => (
            <div key={index} className={line.sign === " " ? "sp-diff-same" : line.sign === "+" ? "sp-diff-more" : "sp-diff-less"}>
              {line.sign === "+" && <ins aria-label={text.added}>+ {line.text}</ins>}
              {line.sign === "-" && <del aria-label={text.removed}>- {line.text}</del>}
              {line.sign === " " && `  ${line.text}`}
            </div>
          ))}
        </div>
      ) : (
        <p>{text.noChanges}</p>
      )}
      {diff && (
        <>
          <Content component="h3">{text.effect}</Content>
          <Effect diff={diff} />
        </>
      )}
    </>
  );
}
