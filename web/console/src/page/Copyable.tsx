import { ClipboardCopy, ClipboardCopyVariant } from "@patternfly/react-core";
import { text } from "./text";

/** A command to be pasted elsewhere, shown as a whole. */
export function Copyable({ value, label }: { value: string; label: string }) {
  return (
    <ClipboardCopy
      isReadOnly
      isCode
      isBlock
      variant={ClipboardCopyVariant.inlineCompact}
      hoverTip={text.copy}
      clickTip={text.copied}
      copyAriaLabel={`${text.copy}: ${label}`}
      className="sp-copyable"
    >
      {value}
    </ClipboardCopy>
  );
}
