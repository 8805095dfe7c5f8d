import type { components, paths } from "./schema";

/** What the server answers, generated from its OpenAPI document. */
type Schemas = components["schemas"];

export type AccessDiff = Schemas["AccessDiff"];
export type AccessExplanation = Schemas["AccessExplanation"];
export type AccessReach = Schemas["AccessReach"];
export type AccessReason = Schemas["AccessReason"];
export type AuditEvent = Schemas["AuditEvent"];
export type CaStatus = Schemas["CaStatus"];
export type ChangedKinds = Schemas["ChangedKinds"];
export type ClusterInfo = Schemas["ClusterInfo"];
export type Connector = Schemas["ConnectorView"];
export type FileStored = Schemas["FileStored"];
export type InviteCreated = Schemas["InviteCreated"];
export type InviteView = Schemas["InviteView"];
export type LiveSession = Schemas["LiveSessionView"];
export type LiveSessionPage = Schemas["LiveSessionPage"];
export type LogProof = Schemas["LogProof"];
export type LoginSession = Schemas["LoginSessionView"];
export type MfaAnswer = Schemas["MfaAnswer"];
export type MfaChallenge = Schemas["MfaChallenge"];
export type MfaDevice = Schemas["MfaDeviceView"];
export type MfaDevices = Schemas["MfaDevices"];
export type MfaKind = MfaDevice["kind"];
export type MfaRegistration = Schemas["MfaRegistration"];
export type Node = Schemas["Node"];
export type Recording = Schemas["RecordingView"];
export type RecordingCheck = Schemas["RecordingCheck"];
export type ServerHealth = Schemas["ServerHealth"];
export type SessionsEnded = Schemas["SessionsEnded"];
export type SsoTest = Schemas["SsoTest"];
export type SsoUser = Schemas["SsoUser"];
export type TokenCreated = Schemas["TokenCreated"];
export type TokenCreation = Schemas["TokenCreation"];
export type WebAuthnAssertion = Schemas["WebAuthnAssertion"];
export type WebAuthnAttestation = Schemas["WebAuthnAttestation"];
export type WebAuthnCreation = Schemas["WebAuthnCreation"];
export type WebAuthnRequest = Schemas["WebAuthnRequest"];
export type WhatCan = Schemas["WhatCan"];
export type WhoAmI = Schemas["WhoAmI"];
export type WhoCan = Schemas["WhoCan"];

/** The address of a call; one that the server's document does not have does not compile. */
export type Call = keyof paths extends infer Path ? (Path extends `/api/v1${infer Rest}` ? Rest : never) : never;

/** The names in braces of an address. */
export type Placeholders<Path extends string> = Path extends `${string}{${infer Name}}${infer Rest}`
  ? Name | Placeholders<Rest>
  : never;

export interface Page<T> {
  items: T[];
  next_cursor: string;
}

/** A stored document; kinds differ in their spec. */
export interface Resource<Spec = Record<string, unknown>> {
  kind: string;
  version: string;
  metadata: {
    name: string;
    description?: string;
    labels?: Record<string, string>;
    expires?: string;
    revision?: number;
  };
  spec: Spec;
}

/** RFC 9457, as the server answers every failure. */
export interface Problem {
  title: string;
  status: number;
  detail: string;
  code: number;
  trace_id: string;
}
