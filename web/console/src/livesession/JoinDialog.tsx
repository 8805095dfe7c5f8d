import { Button, Content, Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core";
import type { LiveSession } from "../api/types";
import { Copyable } from "../page/Copyable";
import { useConsole } from "../page/console";
import { text as pageText } from "../page/text";
import { text } from "./text";

/** The mildest way in comes first. */
const ORDER = ["observer", "moderator", "peer"];

export function JoinDialog({ session, onClose }: { session: LiveSession; onClose: () => void }) {
  const { cluster } = useConsole();
  const node = cluster ? `${session.node}.${cluster.cluster_name}` : session.node;
  const modes = ORDER.filter((mode) => (session.join_modes as string[]).includes(mode));
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby="join-title">
      <ModalHeader title={text.joinTitle(session.user, session.node)} labelId="join-title" />
      <ModalBody>
        <Content component="p">{text.joinHow}</Content>
        {modes.map((mode) => (
          <div key={mode} className="sp-above">
            <Content component="h3">{text.joinAs(mode)}</Content>
            <Copyable label={`${text.joinAs(mode)}, command line`} value={text.byCli(session.id, mode)} />
            <Content component="p" className="sp-above">
              {text.ssh}
            </Content>
            <Copyable label={`${text.joinAs(mode)}, ssh`} value={text.bySsh(node, session.id, mode)} />
          </div>
        ))}
        <Content component="p" className="sp-above sp-quiet">
          {text.joinNote}
        </Content>
      </ModalBody>
      <ModalFooter>
        <Button variant="secondary" onClick={onClose}>
          {pageText.close}
        </Button>
      </ModalFooter>
    </Modal>
  );
}
