import { Button, Content, Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core";
import { useEffect, useState } from "react";
import { accessApi } from "../access/api";
import type { Node } from "../api/types";
import { useConsole } from "../page/console";
import { Copyable } from "../page/Copyable";
import { href } from "../page/route";
import { text as pageText } from "../page/text";
import { text } from "./text";

/** Each is a question to the server. */
const MOST_LOGINS = 8;

/** Commands to reach a node, one for each of the caller's logins. */
export function ConnectDialog({ node, onClose }: { node: Node; onClose: () => void }) {
  const { me, cluster } = useConsole();
  const host = cluster ? `${node.name}.${cluster.cluster_name}` : node.name;
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby="connect-title">
      <ModalHeader title={text.connectTitle(node.name)} labelId="connect-title" />
      <ModalBody>
        {me.logins.length === 0 ? (
          <p>{text.noLogins}</p>
        ) : (
          <>
            <Terminals node={node} logins={me.logins} />
            <Content component="p">{text.connectBody}</Content>
            <Content component="h3">{text.cli}</Content>
            {me.logins.map((login) => (
              <div key={login}>
                <Copyable label={`${text.cli}, ${text.login} ${login}`} value={`sallyport ssh ${login}@${node.name}`} />
              </div>
            ))}
            <Content component="h3" className="sp-above">
              {text.ssh}
            </Content>
            {me.logins.map((login) => (
              <div key={login}>
                <Copyable label={`${text.ssh}, ${text.login} ${login}`} value={`ssh ${login}@${host}`} />
              </div>
            ))}
          </>
        )}
      </ModalBody>
      <ModalFooter>
        <Button variant="secondary" onClick={onClose}>
          {pageText.close}
        </Button>
      </ModalFooter>
    </Modal>
  );
}

/** Terminals in the browser for those logins that the caller's roles give at this node. */
function Terminals({ node, logins }: { node: Node; logins: readonly string[] }) {
  const [allowed, setAllowed] = useState<readonly string[]>([]);
  const { host_id } = node;
  useEffect(() => {
    let current = true;
    const asked = logins.slice(0, MOST_LOGINS).map((login) =>
      accessApi.explain("", `login:${login}`, `node/${host_id}`).then(
        (answer) => (answer.allowed ? [login] : []),
        // the server decides all the same
        () => [login],
      ),
    );
    void Promise.all(asked).then((found) => current && setAllowed(found.flat()));
    return () => {
      current = false;
    };
  }, [host_id, logins]);
  if (allowed.length === 0) {
    return null;
  }
  return (
    <>
      <Content component="h3">{text.terminal}</Content>
      <div className="sp-actions sp-once">
        {allowed.map((login) => (
          <Button key={login} size="sm" component="a" href={href("terminal", host_id, { login })}>
            {text.openTerminal(login)}
          </Button>
        ))}
      </div>
    </>
  );
}
