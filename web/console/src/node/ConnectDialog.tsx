import { Button, Content, Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core";
import type { Node } from "../api/types";
import { useConsole } from "../page/console";
import { Copyable } from "../page/Copyable";
import { text as pageText } from "../page/text";
import { text } from "./text";

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
