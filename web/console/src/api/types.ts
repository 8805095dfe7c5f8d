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
