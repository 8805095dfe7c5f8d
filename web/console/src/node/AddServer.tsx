import { Alert, Button, Content, Modal, ModalBody, ModalFooter, ModalHeader, Spinner } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { api } from "../api/client";
import type { TokenCreated } from "../api/types";
import { useConsole } from "../page/console";
import { Copyable } from "../page/Copyable";
import { Dialog } from "../page/Dialog";
import { Field } from "../page/Field";
import { text as pageText } from "../page/text";
import { tokenApi } from "../token/api";
import { line } from "./line";
import { text } from "./text";

const LOOK_MILLIS = 2_000;
const NAME = /^[A-Za-z0-9]([A-Za-z0-9.-]{0,61}[A-Za-z0-9])?$/;

/** Makes a token, shows the one line that the new server needs, and waits until it is there. */
export function AddServer({ onClose, onAlive }: { onClose: () => void; onAlive: () => void }) {
  const [name, setName] = useState("");
  const [token, setToken] = useState<TokenCreated>();
  if (token) {
    return <Waiting name={name} token={token} onClose={onClose} onAlive={onAlive} />;
  }
  return (
    <Dialog
      title={text.addTitle}
      action={text.addAction}
      ready={NAME.test(name)}
      onClose={onClose}
      onSubmit={async (answer) => setToken(await tokenApi.create({ services: ["ssh"], ttl: "1h", max_uses: 1 }, answer))}
    >
      <p>{text.addBody}</p>
      <Field label={text.addName} value={name} onChange={(value) => setName(value.trim())} hint={text.addNameHint} required />
    </Dialog>
  );
}

interface WaitingProps {
  name: string;
  token: TokenCreated;
  onClose: () => void;
  onAlive: () => void;
}

function Waiting({ name, token, onClose, onAlive }: WaitingProps) {
  const { cluster } = useConsole();
  const alive = useAlive(name, onAlive);
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby="add-title">
      <ModalHeader title={text.addTitle} labelId="add-title" />
      <ModalBody>
        <Content component="p">{text.addLine}</Content>
        <Copyable label={text.addLineLabel} value={line(cluster?.public_address ?? location.host, name, token)} />
        <div className="sp-above" aria-live="polite">
          {alive ? (
            <Alert variant="success" isInline title={text.alive(name)} />
          ) : (
            <Alert variant="info" isInline customIcon={<Spinner size="md" aria-hidden />} title={text.waiting(name)} />
          )}
        </div>
      </ModalBody>
      <ModalFooter>
        <Button variant="secondary" onClick={onClose}>
          {pageText.close}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

function useAlive(name: string, onAlive: () => void): boolean {
  const [alive, setAlive] = useState(false);
  useEffect(() => {
    if (alive) {
      onAlive();
      return;
    }
    const abort = new AbortController();
    const timer = setInterval(() => {
      api.nodes(name, "", abort.signal).then(
        (page) => setAlive(page.items.some((node) => node.name === name && node.online)),
        // it is asked again
        () => undefined,
      );
    }, LOOK_MILLIS);
    return () => {
      abort.abort();
      clearInterval(timer);
    };
  }, [alive, name, onAlive]);
  return alive;
}
