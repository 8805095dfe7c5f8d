import { Button } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import { useCallback } from "react";
import type { Resource } from "../api/types";
import { useConsole } from "../page/console";
import { Listing, PageHead } from "../page/Listing";
import { href } from "../page/route";
import type { PageProps } from "../page/SignedIn";
import { usePages } from "../page/usePages";
import { resourceApi } from "../resource/api";
import { DocumentPage, NEW } from "../resource/DocumentPage";
import { ROLE_FORM } from "./RoleForm";
import { text } from "./text";

export interface RoleSpec {
  allow?: { logins?: string[]; node_labels?: Record<string, string[]>; rules?: { resources?: string[] }[] };
}

const SHOWN = ["role"] as const;

export function RolesPage({ route }: PageProps) {
  return route.id === "" ? (
    <RoleList />
  ) : (
    <DocumentPage key={route.id} kind="role" page="roles" name={route.id} template={text.template} words={text} form={ROLE_FORM} />
  );
}

function RoleList() {
  const { may } = useConsole();
  const read = useCallback(
    (cursor: string, signal: AbortSignal) => resourceApi.list<RoleSpec>("role", cursor, signal),
    [],
  );
  const roles = usePages(read, SHOWN);
  return (
    <>
      <PageHead title={text.title} onRefresh={roles.refresh}>
        {may("create", "role") && (
          <Button component="a" size="sm" href={href("roles", NEW)}>
            {text.create}
          </Button>
        )}
      </PageHead>
      <Listing of={roles} empty={text.empty}>
        {(items) => <RoleTable roles={items} />}
      </Listing>
    </>
  );
}

function RoleTable({ roles }: { roles: Resource<RoleSpec>[] }) {
  return (
    <Table aria-label={text.title} variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th>{text.name}</Th>
          <Th>{text.description}</Th>
          <Th>{text.logins}</Th>
          <Th>{text.labels}</Th>
          <Th>{text.rules}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {roles.map(({ metadata, spec }) => (
          <Tr key={metadata.name}>
            <Td dataLabel={text.name}>
              <a href={href("roles", metadata.name)}>{metadata.name}</a>
            </Td>
            <Td dataLabel={text.description}>{metadata.description}</Td>
            <Td dataLabel={text.logins} className="sp-breakable">
              {spec.allow?.logins?.join(", ")}
            </Td>
            <Td dataLabel={text.labels} className="sp-breakable">
              {Object.entries(spec.allow?.node_labels ?? {})
                .map(([key, values]) => `${key}: ${values.join(" | ")}`)
                .join(", ")}
            </Td>
            <Td dataLabel={text.rules}>{[...new Set(spec.allow?.rules?.flatMap((rule) => rule.resources ?? []))].join(", ")}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}
