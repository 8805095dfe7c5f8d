import { Breadcrumb, BreadcrumbItem, Button } from "@patternfly/react-core";
import { useCallback, useState } from "react";
import { useConsole } from "../page/console";
import { Dialog } from "../page/Dialog";
import { PageHead, Shown } from "../page/Listing";
import { href, navigate, type PageName } from "../page/route";
import { useLoad } from "../page/useLoad";
import { resourceApi } from "./api";
import { toYaml } from "./document";
import { Editor } from "./Editor";
import type { DocumentForm } from "./form";

interface Words {
  title: string;
  all: string;
  newTitle: string;
  remove: string;
  removeTitle: (name: string) => string;
  removeBody: string;
  removeAction: string;
}

interface Props {
  kind: "role" | "user";
  page: PageName;
  name: string;
  /** What a new one begins with. */
  template: string;
  words: Words;
  /** Besides YAML. */
  form?: DocumentForm;
}

/** The name in the address of what is not there yet; no resource can have it. */
export const NEW = "+";

/** One resource, or a new one, to be edited. */
export function DocumentPage({ kind, page, name, template, words, form }: Props) {
  const { may } = useConsole();
  const [removing, setRemoving] = useState(false);
  const fresh = name === NEW;
  const load = useCallback(
    async (signal: AbortSignal) => (fresh ? null : await resourceApi.get(kind, name, signal)),
    [fresh, kind, name],
  );
  const resource = useLoad(load);

  return (
    <>
      <Breadcrumb aria-label={words.title}>
        <BreadcrumbItem to={href(page)}>{words.all}</BreadcrumbItem>
        <BreadcrumbItem isActive>{fresh ? words.newTitle : name}</BreadcrumbItem>
      </Breadcrumb>
      <PageHead title={fresh ? words.newTitle : name}>
        {!fresh && may("delete", kind) && (
          <Button variant="secondary" isDanger size="sm" onClick={() => setRemoving(true)}>
            {words.remove}
          </Button>
        )}
      </PageHead>
      <Shown of={resource}>
        {(stored) => (
          <Editor
            original={stored ? toYaml(stored) : template}
            revision={stored?.metadata.revision ?? 0}
            judged
            form={form}
            mayWrite={may(fresh ? "create" : "update", kind)}
            onSave={async (changed, revision, answer) => {
              if (stored) {
                await resourceApi.update(changed, revision, answer);
                resource.refresh();
              } else {
                await resourceApi.create(changed, answer);
                navigate(href(page, changed.metadata.name));
              }
            }}
          />
        )}
      </Shown>
      {removing && (
        <Dialog
          title={words.removeTitle(name)}
          action={words.removeAction}
          danger
          onClose={() => setRemoving(false)}
          onSubmit={async (answer) => {
            await resourceApi.remove(kind, name, answer);
            navigate(href(page));
          }}
        >
          <p>{words.removeBody}</p>
        </Dialog>
      )}
    </>
  );
}
