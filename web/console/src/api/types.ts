/** The records of org.sallyport.api.rest that the console reads. */
export interface ClusterInfo {
  cluster_id: string;
  cluster_name: string;
  version: string;
  public_address: string;
}

export interface WhoAmI {
  user: string;
  roles: string[];
  logins: string[];
  expires: string;
  /** By which they signed on; empty for local users. */
  connector: string;
}

export interface InviteView {
  user: string;
  expires: string;
  totp_uri: string;
  totp_secret: string;
  cluster_name: string;
}

export interface Node {
  host_id: string;
  name: string;
  labels: Record<string, string>;
  services: string[];
  version: string;
  online: boolean;
  last_seen: string;
  /** A stock sshd: nobody hears of it before somebody connects. */
  agentless?: boolean;
}

/** Empty fields are left out on the wire. */
export interface AuditEvent {
  uid: string;
  event: string;
  code: string;
  time: string;
  outcome: "SUCCESS" | "FAILURE";
  user?: string;
  resource_kind?: string;
  resource?: string;
  address?: string;
  session_id?: string;
  message?: string;
  fields?: Record<string, string>;
}

export type MfaKind = "totp" | "webauthn";

export interface MfaDevice {
  id: string;
  kind: MfaKind;
  name: string;
  added: string;
  last_used?: string;
  passwordless: boolean;
  rp_id?: string;
  usable: boolean;
}

export interface MfaDevices {
  devices: MfaDevice[];
  recovery_codes: number;
}

/** What a browser asks a security key to sign; texts are base64url. */
export interface WebAuthnRequest {
  challenge: string;
  rp_id: string;
  credentials: { id: string; transports: string[] }[];
  user_verification: boolean;
  timeout_millis: number;
}

/** What a browser makes a new key from. */
export interface WebAuthnCreation {
  challenge: string;
  rp_id: string;
  rp_name: string;
  user_handle: string;
  user_name: string;
  algorithms: number[];
  exclude: string[];
  passwordless: boolean;
  timeout_millis: number;
}

export interface WebAuthnAssertion {
  credential_id: string;
  client_data: string;
  authenticator_data: string;
  signature: string;
  user_handle?: string;
}

export interface WebAuthnAttestation {
  client_data: string;
  attestation_object: string;
  transports: string[];
}

export interface MfaChallenge {
  kinds: MfaKind[];
  recovery_codes: boolean;
  webauthn?: WebAuthnRequest;
  notice: string;
}

/** One of them. */
export interface MfaAnswer {
  totp?: string;
  recovery_code?: string;
  webauthn?: WebAuthnAssertion;
}

export interface MfaRegistration {
  registration: string;
  expires: string;
  totp_uri?: string;
  totp_secret?: string;
  webauthn?: WebAuthnCreation;
}

export interface Page<T> {
  items: T[];
  next_cursor: string;
}

/** RFC 9457, as the server answers every failure. */
export interface Problem {
  title: string;
  status: number;
  detail: string;
  code: number;
  trace_id: string;
}
