import { ClipboardCopy, ClipboardCopyVariant } from "@patternfly/react-core";
import { text } from "./text";

/** A command to be pasted elsewhere. */
export function Copyable({ value, label }: { value: string; label: string }) {
  return (
    <ClipboardCopy
      isReadOnly
      isCode
      variant={ClipboardCopyVariant.inline}
      hoverTip={text.copy}
      clickTip={text.copied}
      textAriaLabel={label}
      className="sp-copyable"
    >
      {value}
    </ClipboardCopy>
  );
}
