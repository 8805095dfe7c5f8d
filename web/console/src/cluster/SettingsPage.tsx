import { useCallback } from "react";
import { useConsole } from "../page/console";
import { PageHead, Shown } from "../page/Listing";
import { useLoad } from "../page/useLoad";
import { resourceApi } from "../resource/api";
import { toYaml } from "../resource/document";
import { Editor } from "../resource/Editor";
import { text } from "./text";

const NAME = "cluster";

export function SettingsPage() {
  const { may } = useConsole();
  const load = useCallback((signal: AbortSignal) => resourceApi.get("cluster_config", NAME, signal), []);
  const settings = useLoad(load);
  return (
    <>
      <PageHead title={text.settings} intro={text.settingsIntro} />
      <Shown of={settings}>
        {(stored) => (
          <Editor
            original={toYaml(stored)}
            revision={stored.metadata.revision ?? 0}
            judged={false}
            mayWrite={may("update", "cluster_config")}
            onSave={async (changed, revision, answer) => {
              await resourceApi.update(changed, revision, answer);
              settings.refresh();
            }}
          />
        )}
      </Shown>
    </>
  );
}
