import { at, query } from "./address";
import type {
  AuditEvent,
  ClusterInfo,
  InviteView,
  MfaAnswer,
  MfaChallenge,
  MfaDevice,
  MfaDevices,
  MfaKind,
  MfaRegistration,
  Node,
  Page,
  Problem,
  WebAuthnAttestation,
  WhatCan,
  WhoAmI,
} from "./types";

export const BASE = "/api/v1";
const NOT_LOGGED_IN = 200;

/** A failure in words. Everything the client throws is one of these. */
export class ProblemError extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
    this.name = "ProblemError";
  }

  /** The login session is over, as opposed to a wrong password. */
  get sessionOver(): boolean {
    return this.problem.code === NOT_LOGGED_IN;
  }
}

export function problemOf(failure: unknown): ProblemError {
  if (failure instanceof ProblemError) {
    return failure;
  }
  return new ProblemError({
    title: "INTERNAL",
    status: 0,
    detail: `Console: ${failure instanceof Error ? failure.message : String(failure)}`,
    code: 900,
    trace_id: "",
  });
}

async function refusal(response: Response): Promise<ProblemError> {
  const type = response.headers.get("Content-Type") ?? "";
  if (type.startsWith("application/problem+json")) {
    return new ProblemError((await response.json()) as Problem);
  }
  return new ProblemError({
    title: "UNAVAILABLE",
    status: response.status,
    detail: `The server answered with HTTP ${response.status}. It may be starting or stopping; try again in a moment.`,
    code: 705,
    trace_id: response.headers.get("X-Trace-Id") ?? "",
  });
}

export interface Extras {
  body?: unknown;
  signal?: AbortSignal | undefined;
  /** A second factor, for what wants one shown again. */
  answer?: MfaAnswer | undefined;
  /** Only this revision of a resource is to be changed. */
  revision?: number | undefined;
}

/** The header with a second factor, where there is one. */
export function factor(answer: MfaAnswer | undefined): Record<string, string> {
  return answer === undefined
    ? {}
    : { "X-Sallyport-Mfa": base64Url(new TextEncoder().encode(JSON.stringify(answer))) };
}

/** For what is no document: a file. */
export async function fetched(method: string, path: string, accept: string, extras: Extras): Promise<Response> {
  const { body, signal, answer, revision } = extras;
  const headers: Record<string, string> = { Accept: accept, ...factor(answer) };
  if (revision !== undefined) {
    headers["If-Match"] = `"${revision}"`;
  }
  if (method !== "GET") {
    headers["X-Sallyport-Csrf"] = "1";
  }
  if (body !== undefined) {
    headers["Content-Type"] = "application/json";
  }
  let response: Response;
  try {
    response = await fetch(BASE + path, {
      method,
      headers,
      credentials: "same-origin",
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      ...(signal === undefined ? {} : { signal }),
    });
  } catch (failure) {
    if (signal?.aborted) {
      throw failure;
    }
    throw new ProblemError({
      title: "PROXY_UNREACHABLE",
      status: 0,
      detail: "The server cannot be reached. Check your network; the console tries again by itself.",
      code: 702,
      trace_id: "",
    });
  }
  if (!response.ok) {
    throw await refusal(response);
  }
  return response;
}

export async function call<T>(method: string, path: string, extras: Extras = {}): Promise<T> {
  const response = await fetched(method, path, "application/json", extras);
  return (response.status === 204 || response.status === 202 ? undefined : await response.json()) as T;
}

/** What is no JSON: lines of a recording, its text. */
export async function textOf(path: string, accept: string, signal?: AbortSignal): Promise<string> {
  return (await fetched("GET", path, accept, { signal })).text();
}

export function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

export const CHANGE_STREAM = `${BASE}/changes`;
export const AUDIT_STREAM = `${BASE}/audit/stream`;

export const api = {
  ping: () => call<ClusterInfo>("GET", at("/ping")),
  whoAmI: () => call<WhoAmI>("GET", at("/whoami")),
  /** What the caller may, by kind of resource. */
  rights: () => call<WhatCan>("GET", at("/access/what-can")),
  signIn: (user: string, password: string, answer: MfaAnswer) =>
    call<WhoAmI>("POST", at("/web/session"), { body: { user, password, ...answer } }),
  /** For a security key after the password; with neither name nor password for a passkey. */
  signInChallenge: (user?: string, password?: string) =>
    call<MfaChallenge>("POST", at("/login/challenge"), { body: { user, password } }),
  passkeySignIn: (answer: MfaAnswer) => call<WhoAmI>("POST", at("/web/session"), { body: answer }),
  devices: () => call<MfaDevices>("GET", at("/mfa/devices")),
  challenge: () => call<MfaChallenge>("POST", at("/mfa/challenge")),
  beginDevice: (kind: MfaKind, passwordless: boolean, answer: MfaAnswer) =>
    call<MfaRegistration>("POST", at("/mfa/registrations"), { body: { kind, passwordless }, answer }),
  addDevice: (registration: string, name: string, proof: { totp: string } | { webauthn: WebAuthnAttestation }) =>
    call<MfaDevice>("POST", at("/mfa/devices"), { body: { registration, name, ...proof } }),
  removeDevice: (id: string, answer: MfaAnswer) => call<void>("DELETE", at("/mfa/devices/{id}", { id }), { answer }),
  recoveryCodes: (answer: MfaAnswer) => call<{ codes: string[] }>("POST", at("/mfa/recovery-codes"), { answer }),
  signOut: () => call<void>("DELETE", at("/session")),
  invite: (secret: string) => call<InviteView>("GET", at("/invites/{secret}", { secret })),
  beginInvitePasskey: (secret: string) =>
    call<MfaRegistration>("POST", at("/invites/{secret}/passkey", { secret })),
  acceptInvite: (
    secret: string,
    password: string,
    proof: { totp: string } | { registration: string; webauthn: WebAuthnAttestation },
  ) => call<void>("POST", at("/invites/{secret}", { secret }), { body: { password, ...proof } }),
  nodes: (search: string, cursor: string, signal?: AbortSignal) =>
    call<Page<Node>>("GET", at("/nodes") + query({ search, cursor, limit: "50" }), { signal }),
  audit: (filter: Record<string, string>, cursor: string) =>
    call<Page<AuditEvent>>("GET", at("/audit") + query({ ...filter, cursor, limit: "100" })),
};
