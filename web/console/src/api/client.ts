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
  WhoAmI,
} from "./types";

const BASE = "/api/v1";
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

export async function call<T>(
  method: string,
  path: string,
  body?: unknown,
  signal?: AbortSignal,
  answer?: MfaAnswer,
): Promise<T> {
  const headers: Record<string, string> = { Accept: "application/json" };
  if (answer !== undefined) {
    headers["X-Sallyport-Mfa"] = base64Url(new TextEncoder().encode(JSON.stringify(answer)));
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
  return (response.status === 204 ? undefined : await response.json()) as T;
}

export function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}

/** Leaves out empty parameters. */
export function query(parameters: Record<string, string>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== "");
  return given.length === 0 ? "" : `?${new URLSearchParams(given).toString()}`;
}

export const AUDIT_STREAM = `${BASE}/audit/stream`;

export const api = {
  ping: () => call<ClusterInfo>("GET", "/ping"),
  whoAmI: () => call<WhoAmI>("GET", "/whoami"),
  signIn: (user: string, password: string, answer: MfaAnswer) =>
    call<WhoAmI>("POST", "/web/session", { user, password, ...answer }),
  /** For a security key after the password; with neither name nor password for a passkey. */
  signInChallenge: (user?: string, password?: string) =>
    call<MfaChallenge>("POST", "/login/challenge", { user, password }),
  passkeySignIn: (answer: MfaAnswer) => call<WhoAmI>("POST", "/web/session", answer),
  devices: () => call<MfaDevices>("GET", "/mfa/devices"),
  challenge: () => call<MfaChallenge>("POST", "/mfa/challenge"),
  beginDevice: (kind: MfaKind, passwordless: boolean, answer: MfaAnswer) =>
    call<MfaRegistration>("POST", "/mfa/registrations", { kind, passwordless }, undefined, answer),
  addDevice: (registration: string, name: string, proof: { totp: string } | { webauthn: WebAuthnAttestation }) =>
    call<MfaDevice>("POST", "/mfa/devices", { registration, name, ...proof }),
  removeDevice: (id: string, answer: MfaAnswer) =>
    call<void>("DELETE", `/mfa/devices/${encodeURIComponent(id)}`, undefined, undefined, answer),
  recoveryCodes: (answer: MfaAnswer) =>
    call<{ codes: string[] }>("POST", "/mfa/recovery-codes", undefined, undefined, answer),
  signOut: () => call<void>("DELETE", "/session"),
  invite: (secret: string) => call<InviteView>("GET", `/invites/${encodeURIComponent(secret)}`),
  acceptInvite: (secret: string, password: string, totp: string) =>
    call<void>("POST", `/invites/${encodeURIComponent(secret)}`, { password, totp }),
  nodes: (search: string, cursor: string, signal?: AbortSignal) =>
    call<Page<Node>>("GET", `/nodes${query({ search, cursor, limit: "200" })}`, undefined, signal),
  audit: (filter: Record<string, string>, cursor: string) =>
    call<Page<AuditEvent>>("GET", `/audit${query({ ...filter, cursor, limit: "100" })}`),
};
