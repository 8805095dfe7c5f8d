import { Alert, Button } from "@patternfly/react-core";
import { Copyable } from "./Copyable";
import { text } from "./text";

/** A secret that the server does not tell again. */
export function Once({ title, hint, value, onClose }: { title: string; hint: string; value: string; onClose: () => void }) {
  return (
    <Alert
      variant="success"
      isInline
      title={title}
      className="sp-once"
      actionLinks={
        <Button variant="link" isInline onClick={onClose}>
          {text.close}
        </Button>
      }
    >
      <p>{hint}</p>
      <Copyable value={value} label={title} />
    </Alert>
  );
}
