import { base64Url, ProblemError } from "./client";
import type { WebAuthnAssertion, WebAuthnAttestation, WebAuthnCreation, WebAuthnRequest } from "./types";

/** Between the API's records and the browser's. All failures are told in words. */
export async function makeKey(creation: WebAuthnCreation): Promise<WebAuthnAttestation> {
  requireSite(creation.rp_id);
  const credential = await asked(() =>
    navigator.credentials.create({
      publicKey: {
        challenge: bytes(creation.challenge),
        rp: { id: creation.rp_id, name: creation.rp_name },
        user: {
          id: bytes(creation.user_handle),
          name: creation.user_name,
          displayName: creation.user_name,
        },
        pubKeyCredParams: creation.algorithms.map((alg) => ({ type: "public-key", alg })),
        excludeCredentials: creation.exclude.map((id) => ({ type: "public-key", id: bytes(id) })),
        authenticatorSelection: {
          residentKey: creation.passwordless ? "required" : "discouraged",
          requireResidentKey: creation.passwordless,
          userVerification: creation.passwordless ? "required" : "discouraged",
        },
        attestation: "none",
        timeout: creation.timeout_millis,
      },
    }),
  );
  const response = credential.response as AuthenticatorAttestationResponse;
  return {
    client_data: text(response.clientDataJSON),
    attestation_object: text(response.attestationObject),
    transports: response.getTransports?.() ?? [],
  };
}

export async function useKey(request: WebAuthnRequest): Promise<WebAuthnAssertion> {
  requireSite(request.rp_id);
  const credential = await asked(() =>
    navigator.credentials.get({
      publicKey: {
        challenge: bytes(request.challenge),
        rpId: request.rp_id,
        allowCredentials: request.credentials.map(({ id, transports }) => ({
          type: "public-key",
          id: bytes(id),
          ...(transports.length > 0 && { transports: transports as AuthenticatorTransport[] }),
        })),
        userVerification: request.user_verification ? "required" : "discouraged",
        timeout: request.timeout_millis,
      },
    }),
  );
  const response = credential.response as AuthenticatorAssertionResponse;
  return {
    credential_id: text(credential.rawId),
    client_data: text(response.clientDataJSON),
    authenticator_data: text(response.authenticatorData),
    signature: text(response.signature),
    ...(response.userHandle && { user_handle: text(response.userHandle) }),
  };
}

async function asked(ask: () => Promise<Credential | null>): Promise<PublicKeyCredential> {
  try {
    const credential = await ask();
    if (credential !== null) {
      return credential as PublicKeyCredential;
    }
  } catch (failure) {
    throw inWords(failure instanceof DOMException ? failure.name : "", failure);
  }
  throw inWords("NotAllowedError", undefined);
}

function inWords(name: string, failure: unknown): ProblemError {
  switch (name) {
    case "NotAllowedError":
      return keyProblem(
        "No key answered: it was cancelled, it took too long, or no key at hand is registered for this address.",
      );
    case "InvalidStateError":
      return keyProblem("This key is registered already.");
    default:
      return keyProblem(`The browser refused: ${failure instanceof Error ? failure.message : name}`);
  }
}

/** Whether this browser can make keys at all. */
export function keysSupported(): boolean {
  return typeof PublicKeyCredential !== "undefined";
}

/** A key works at the host that it was made for only; elsewhere browsers fail without saying why. */
function requireSite(rpId: string): void {
  if (!keysSupported()) {
    throw keyProblem("This browser has no security keys here. They need HTTPS and a current browser.");
  }
  const host = location.hostname;
  if (host !== rpId && !host.endsWith(`.${rpId}`)) {
    throw keyProblem(`Security keys of this cluster work at ${rpId}; you opened the console at ${host}.`);
  }
}

function keyProblem(detail: string): ProblemError {
  return new ProblemError({ title: "SECURITY_KEY_UNUSABLE", status: 0, detail, code: 511, trace_id: "" });
}

export function bytes(base64url: string): Uint8Array<ArrayBuffer> {
  const base64 = base64url.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
}

function text(buffer: ArrayBuffer): string {
  return base64Url(new Uint8Array(buffer));
}
