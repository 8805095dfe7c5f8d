import { Breadcrumb, BreadcrumbItem, Button } from "@patternfly/react-core";
import { useCallback, useState } from "react";
import { useConsole } from "../page/console";
import { Dialog } from "../page/Dialog";
import { PageHead, Shown } from "../page/Listing";
import { href, navigate } from "../page/route";
import { useLoad } from "../page/useLoad";
import { resourceApi } from "../resource/api";
import { toYaml } from "../resource/document";
import { Editor } from "../resource/Editor";
import { text } from "./text";

const NEW = "+";

/** One role as YAML, or a new one. */
export function RolePage({ name }: { name: string }) {
  const { may } = useConsole();
  const [removing, setRemoving] = useState(false);
  const fresh = name === NEW;
  const load = useCallback(
    async (signal: AbortSignal) => (fresh ? undefined : await resourceApi.get("role", name, signal)) ?? null,
    [fresh, name],
  );
  const role = useLoad(load);

  return (
    <>
      <Breadcrumb aria-label={text.title}>
        <BreadcrumbItem to={href("roles")}>{text.all}</BreadcrumbItem>
        <BreadcrumbItem isActive>{fresh ? text.newTitle : name}</BreadcrumbItem>
      </Breadcrumb>
      <PageHead title={fresh ? text.newTitle : name}>
        {!fresh && may("delete", "role") && (
          <Button variant="secondary" isDanger size="sm" onClick={() => setRemoving(true)}>
            {text.remove}
          </Button>
        )}
      </PageHead>
      <Shown of={role}>
        {(stored) => (
          <Editor
            original={stored ? toYaml(stored) : text.template}
            revision={stored?.metadata.revision ?? 0}
            judged
            mayWrite={may(fresh ? "create" : "update", "role")}
            onSave={async (changed, revision, answer) => {
              if (stored) {
                await resourceApi.update(changed, revision, answer);
                role.refresh();
              } else {
                await resourceApi.create(changed, answer);
                navigate(href("roles", changed.metadata.name));
              }
            }}
          />
        )}
      </Shown>
      {removing && (
        <Dialog
          title={text.removeTitle(name)}
          action={text.removeAction}
          danger
          onClose={() => setRemoving(false)}
          onSubmit={async (answer) => {
            await resourceApi.remove("role", name, answer);
            navigate(href("roles"));
          }}
        >
          <p>{text.removeBody}</p>
        </Dialog>
      )}
    </>
  );
}
