import { Alert, Content, Label } from "@patternfly/react-core";
import { Table, Tbody, Td, Th, Thead, Tr } from "@patternfly/react-table";
import type { AccessExplanation, AccessReach, AccessReason, WhatCan } from "../api/types";
import { Details } from "../page/Details";
import { text } from "./text";

const COLORS: Record<string, "success" | "danger" | "info"> = { allowed: "success", denied: "danger" };

export function Explanation({ of }: { of: AccessExplanation }) {
  const said = (of.allowed ? text.allowed : text.denied)(of.user, of.action, of.resource);
  const decides = (reason: AccessReason) =>
    of.decisive.some((each) => each.role === reason.role && each.rule === reason.rule && each.text === reason.text);
  return (
    <>
      <Alert variant={of.allowed ? "success" : "warning"} isInline title={said}>
        {of.needed && (
          <p>
            {text.needed}: {of.needed}
          </p>
        )}
      </Alert>
      {of.reasons.length > 0 && (
        <Table aria-label={text.reasons} variant="compact" gridBreakPoint="grid-lg" className="sp-above">
          <Thead>
            <Tr>
              <Th>{text.role}</Th>
              <Th>{text.rule}</Th>
              <Th>{text.effect}</Th>
              <Th>{text.why}</Th>
            </Tr>
          </Thead>
          <Tbody>
            {of.reasons.map((reason, index) => (
              <Tr key={index}>
                <Td dataLabel={text.role}>{reason.role}</Td>
                <Td dataLabel={text.rule}>
                  <code>{reason.rule}</code>
                </Td>
                <Td dataLabel={text.effect}>
                  <span className="sp-actions">
                    <Label isCompact variant="outline" status={COLORS[reason.effect] ?? "info"}>
                      {text.effects[reason.effect] ?? reason.effect}
                    </Label>
                    {decides(reason) && <Label isCompact>{text.decides}</Label>}
                  </span>
                </Td>
                <Td dataLabel={text.why} className="sp-breakable">
                  {reason.text}
                </Td>
              </Tr>
            ))}
          </Tbody>
        </Table>
      )}
    </>
  );
}

export function Reaches({ of, name, title }: { of: AccessReach[]; name: string; title: string }) {
  return of.length === 0 ? (
    <p>{name === text.user ? text.nobody : text.nothing}</p>
  ) : (
    <Table aria-label={title} variant="compact" gridBreakPoint="grid-lg">
      <Thead>
        <Tr>
          <Th>{name}</Th>
          <Th>{text.nodes}</Th>
          <Th>{text.examples}</Th>
        </Tr>
      </Thead>
      <Tbody>
        {of.map((reach) => (
          <Tr key={reach.name}>
            <Td dataLabel={name}>{reach.name}</Td>
            <Td dataLabel={text.nodes}>{reach.count}</Td>
            <Td dataLabel={text.examples}>{reach.examples.join(", ")}</Td>
          </Tr>
        ))}
      </Tbody>
    </Table>
  );
}

export function Abilities({ of }: { of: WhatCan }) {
  return (
    <>
      <Content component="h2">{text.nodes}</Content>
      <Reaches of={of.logins} name={text.login} title={text.nodes} />
      <Content component="h2">{text.verbs}</Content>
      <Details rows={Object.entries(of.verbs).map(([kind, verbs]) => [kind, verbs.join(", ")] as const)} />
      <p className="sp-quiet">{text.some}</p>
      <Content component="h2">{text.options}</Content>
      <Details rows={Object.entries(of.options)} />
    </>
  );
}
