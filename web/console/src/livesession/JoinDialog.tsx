import { Button, Content, Modal, ModalBody, ModalFooter, ModalHeader } from "@patternfly/react-core";
import type { LiveSession } from "../api/types";
import { Copyable } from "../page/Copyable";
import { useConsole } from "../page/console";
import { href } from "../page/route";
import { text as pageText } from "../page/text";
import { MODES, queryOf } from "../terminal/join";
import { text } from "./text";

export function JoinDialog({ session, onClose }: { session: LiveSession; onClose: () => void }) {
  const { cluster } = useConsole();
  const node = cluster ? `${session.node}.${cluster.cluster_name}` : session.node;
  const modes = MODES.filter((mode) => session.join_modes.includes(mode));
  return (
    <Modal isOpen variant="medium" onClose={onClose} aria-labelledby="join-title">
      <ModalHeader title={text.joinTitle(session.user, session.node)} labelId="join-title" />
      <ModalBody>
        <Content component="h3">{text.joinHere}</Content>
        <div className="sp-actions sp-once">
          {modes.map((mode) => (
            <Button
              key={mode}
              size="sm"
              variant={mode === "observer" ? "primary" : "secondary"}
              component="a"
              href={href("terminal", session.host_id, queryOf("", { session: session.id, mode }))}
            >
              {text.joinAs(mode)}
            </Button>
          ))}
        </div>
        <Content component="p" className="sp-above">
          {text.joinHow}
        </Content>
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
