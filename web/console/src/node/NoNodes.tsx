import { Button, ClipboardCopy, ClipboardCopyVariant, Content, EmptyState, EmptyStateBody } from "@patternfly/react-core";
import { SearchIcon, ServerIcon } from "@patternfly/react-icons";
import { text } from "./text";

/** Says what to do next instead of only that there is nothing. */
export function NoNodes() {
  return (
    <EmptyState titleText={text.noneYet} headingLevel="h2" icon={ServerIcon}>
      <EmptyStateBody>
        <Content component="p">
          {text.noneBody}
        </Content>
        <Content component="ol" className="sp-steps">
          <Content component="li">
            {text.makeToken}
            <Command line="sallyport admin tokens add --services ssh" />
          </Content>
          <Content component="li">
            {text.configure}
          </Content>
          <Content component="li">
            {text.start}
            <Command line="sallyport-agent start --config sallyport.yaml" />
          </Content>
        </Content>
      </EmptyStateBody>
    </EmptyState>
  );
}

function Command({ line }: { line: string }) {
  return (
    <ClipboardCopy isReadOnly isCode variant={ClipboardCopyVariant.inlineCompact} hoverTip={text.copy} clickTip={text.copied}>
      {line}
    </ClipboardCopy>
  );
}

export function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState titleText={text.noMatch} headingLevel="h2" icon={SearchIcon}>
      <EmptyStateBody>{text.noMatchBody}</EmptyStateBody>
      <Button variant="link" onClick={onClear}>
        {text.clearSearch}
      </Button>
    </EmptyState>
  );
}
