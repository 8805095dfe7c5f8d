import { Button, ClipboardCopy, ClipboardCopyVariant, Content, EmptyState, EmptyStateBody } from "@patternfly/react-core";
import { SearchIcon, ServerIcon } from "@patternfly/react-icons";

/** Says what to do next instead of only that there is nothing. */
export function NoNodes() {
  return (
    <EmptyState titleText="No nodes yet" headingLevel="h2" icon={ServerIcon}>
      <EmptyStateBody>
        <Content component="p">
          A node shows up here when its agent has joined and one of your roles allows its labels. To add one:
        </Content>
        <Content component="ol" className="sp-steps">
          <Content component="li">
            Make a join token, here or on any machine where you are logged in:
            <Command text="sallyport admin tokens add --services ssh" />
          </Content>
          <Content component="li">
            On the machine to be reached, put the token, the CA pin and the address it prints into <code>sallyport.yaml</code>.
          </Content>
          <Content component="li">
            Start the agent there; it dials out, no port needs to be opened:
            <Command text="sallyport-agent start --config sallyport.yaml" />
          </Content>
        </Content>
      </EmptyStateBody>
    </EmptyState>
  );
}

function Command({ text }: { text: string }) {
  return (
    <ClipboardCopy isReadOnly isCode variant={ClipboardCopyVariant.inlineCompact} hoverTip="Copy" clickTip="Copied">
      {text}
    </ClipboardCopy>
  );
}

export function NothingFound({ onClear }: { onClear: () => void }) {
  return (
    <EmptyState titleText="No node matches" headingLevel="h2" icon={SearchIcon}>
      <EmptyStateBody>All words must occur in a node’s name, host id or labels.</EmptyStateBody>
      <Button variant="link" onClick={onClear}>
        Clear the search
      </Button>
    </EmptyState>
  );
}
