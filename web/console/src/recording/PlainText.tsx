import { CodeBlock, CodeBlockCode } from "@patternfly/react-core";
import { useCallback } from "react";
import { Shown } from "../page/Listing";
import { useLoad } from "../page/useLoad";
import { recordingApi } from "./api";
import { text } from "./text";

/** More than this is for a file: browsers become slow. */
const MOST = 500_000;

export function PlainText({ session }: { session: string }) {
  const load = useCallback((signal: AbortSignal) => recordingApi.text(session, signal), [session]);
  const printed = useLoad(load);
  return (
    <div className="sp-above">
      <Shown of={printed}>
        {(value) =>
          value.trim() === "" ? (
            <p>{text.nothing}</p>
          ) : (
            <CodeBlock>
              <CodeBlockCode className="sp-plain">{value.slice(0, MOST)}</CodeBlockCode>
            </CodeBlock>
          )
        }
      </Shown>
    </div>
  );
}
