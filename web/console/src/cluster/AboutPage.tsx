import { Label } from "@patternfly/react-core";
import { useCallback, useSyncExternalStore } from "react";
import { api } from "../api/client";
import { useConsole } from "../page/console";
import { Details } from "../page/Details";
import { PageHead, Shown } from "../page/Listing";
import { localTime } from "../page/time";
import { useLoad } from "../page/useLoad";
import { Health } from "./Health";
import { text } from "./text";

export function AboutPage() {
  const { me, changes, may } = useConsole();
  const liveness = useSyncExternalStore(changes.watch, changes.liveness);
  const load = useCallback(() => api.ping(), []);
  const cluster = useLoad(load);
  return (
    <>
      <PageHead title={text.about} onRefresh={cluster.refresh}>
        {cluster.value && !cluster.failure && (
          <Label status="success" isCompact>
            {text.answers}
          </Label>
        )}
      </PageHead>
      <Shown of={cluster}>
        {(info) => (
          <Details
            rows={[
              [text.cluster, info.cluster_name],
              [text.clusterId, info.cluster_id],
              [text.version, info.version],
              [text.publicAddress, info.public_address],
              [text.sshAddress, info.ssh_address],
              [text.pins, info.ca_pins?.join(", ")],
              [text.lists, text.liveness[liveness]],
              [text.signedInAs, me.user],
              [text.by, me.connector],
              [text.roles, me.roles.join(", ")],
              [text.logins, me.logins.join(", ")],
              [text.until, localTime(me.expires)],
            ]}
          />
        )}
      </Shown>
      {may("read", "cluster_config") && <Health />}
      <p className="sp-above">
        <a href="/openapi">{text.openapi}</a>
      </p>
    </>
  );
}
