import { Button, Card, CardBody, CardTitle, Label, List, ListItem, Stack, StackItem } from "@patternfly/react-core";
import { useState } from "react";
import type { CaStatus } from "../api/types";
import { useConsole } from "../page/console";
import { Details } from "../page/Details";
import { Dialog } from "../page/Dialog";
import { PageHead, Shown } from "../page/Listing";
import { localTime } from "../page/time";
import { useLoad } from "../page/useLoad";
import { clusterApi } from "./api";
import { text } from "./text";

/** Agents that a phase would cut off are told whether they are online. */
const SHOWN = ["cert_authority", "node"] as const;

type Phase = CaStatus["phase"];
type Asked = { ca: CaStatus; phase: Phase };

export function AuthoritiesPage() {
  const { may } = useConsole();
  const [asked, setAsked] = useState<Asked>();
  const status = useLoad(clusterApi.status, SHOWN);
  return (
    <>
      <PageHead title={text.authorities} intro={text.authoritiesIntro} onRefresh={status.refresh} />
      <Shown of={status}>
        {(all) => (
          <Stack hasGutter className="sp-above">
            {all.map((ca) => (
              <StackItem key={ca.type}>
                <Authority ca={ca} mayRotate={may("update", "cert_authority")} onAsk={(phase) => setAsked({ ca, phase })} />
              </StackItem>
            ))}
          </Stack>
        )}
      </Shown>
      {asked && (
        <StepDialog
          asked={asked}
          onClose={() => setAsked(undefined)}
          onDone={() => {
            setAsked(undefined);
            status.refresh();
          }}
        />
      )}
    </>
  );
}

interface AuthorityProps {
  ca: CaStatus;
  mayRotate: boolean;
  onAsk: (phase: Phase) => void;
}

export function Authority({ ca, mayRotate, onAsk }: AuthorityProps) {
  return (
    <Card isCompact>
      <CardTitle component="h2">
        {text.names[ca.type]}{" "}
        <Label isCompact status={ca.phase === "standby" ? "success" : "info"} variant="outline">
          {text.phases[ca.phase]}
        </Label>
      </CardTitle>
      <CardBody>
        <Details
          rows={[
            [text.mode, ca.phase !== "standby" && ca.mode],
            [text.started, ca.started && localTime(ca.started)],
            [text.nextStep, ca.next_step && localTime(ca.next_step)],
            [text.note, ca.note],
            [text.active, <Keys key="active" keys={ca.active} />],
            [text.additional, ca.additional.length > 0 && <Keys key="additional" keys={ca.additional} />],
            [
              text.laggards,
              ca.laggards.length > 0 &&
                ca.laggards
                  .map((each) => `${each.name} (${each.online ? text.online : text.offline}): ${each.reason}`)
                  .join(", "),
            ],
          ]}
        />
        {mayRotate && (
          <div className="sp-actions sp-above">
            {ca.next.map((phase) => (
              <Button
                key={phase}
                size="sm"
                variant={phase === "rollback" ? "warning" : "secondary"}
                onClick={() => onAsk(phase)}
              >
                {phase === "rollback" ? text.rollback : text.goTo(text.phases[phase])}
              </Button>
            ))}
          </div>
        )}
      </CardBody>
    </Card>
  );
}

function Keys({ keys }: { keys: CaStatus["active"] }) {
  return (
    <List isPlain>
      {keys.map((key) => (
        <ListItem key={key.pin || key.ssh}>
          <code>{key.ssh || key.pin}</code> {key.algorithm}
          {key.until && `, ${localTime(key.until)}`}, {key.holder}
        </ListItem>
      ))}
    </List>
  );
}

function StepDialog({ asked, onClose, onDone }: { asked: Asked; onClose: () => void; onDone: () => void }) {
  const { type } = asked.ca;
  const back = asked.phase === "rollback";
  const name = text.names[type];
  return (
    <Dialog
      title={back ? text.rollbackTitle(name) : text.rotateTitle(name, text.phases[asked.phase])}
      action={back ? text.rollback : text.rotateAction}
      danger={back}
      onClose={onClose}
      onSubmit={async (answer) => {
        await (back ? clusterApi.rollback(type, answer) : clusterApi.rotate(type, asked.phase, answer));
        onDone();
      }}
    >
      <p>{back ? text.rollbackBody : text.rotateBody}</p>
    </Dialog>
  );
}
