import { at, query } from "../api/address";
import { call } from "../api/client";
import type { AccessDiff, MfaAnswer, Page, Resource } from "../api/types";

type Kind = "user" | "role" | "token" | "lock" | "cluster_config" | "auth_connector";

export const resourceApi = {
  list: <Spec = Record<string, unknown>>(kind: Kind, cursor: string, signal: AbortSignal) =>
    call<Page<Resource<Spec>>>("GET", at("/resources/{kind}", { kind }) + query({ cursor, limit: "50" }), { signal }),
  get: (kind: Kind, name: string, signal?: AbortSignal) =>
    call<Resource>("GET", at("/resources/{kind}/{name}", { kind, name }), { signal }),
  create: (resource: Resource, answer?: MfaAnswer) =>
    call<Resource>("POST", at("/resources/{kind}", { kind: resource.kind }), { body: resource, answer }),
  /** Exactly this revision is changed; another one is refused. */
  update: (resource: Resource, revision: number, answer?: MfaAnswer) =>
    call<Resource>("PUT", at("/resources/{kind}/{name}", { kind: resource.kind, name: resource.metadata.name }), {
      body: resource,
      revision,
      answer,
    }),
  remove: (kind: Kind, name: string, answer?: MfaAnswer) =>
    call<void>("DELETE", at("/resources/{kind}/{name}", { kind, name }), { answer }),
  diff: (documents: string) => call<AccessDiff>("POST", at("/access/diff"), { body: { documents } }),
};
