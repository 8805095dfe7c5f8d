package org.sallyport.api.rest;

import java.util.List;

/**
 * What a browser asks a security key to sign.
 *
 * @param challenge base64url, good once and for five minutes
 * @param rpId the host that the keys were made for
 * @param credentials ids of keys that will do; empty for any passkey of this host
 * @param userVerification whether the key must check its person (PIN, finger)
 */
public record WebAuthnRequest(
        String challenge, String rpId, List<Credential> credentials, boolean userVerification, long timeoutMillis) {
    public WebAuthnRequest {
        credentials = List.copyOf(credentials);
    }

    /** One key. @param transports how it was reached when it was registered */
    public record Credential(String id, List<String> transports) {
        public Credential {
            transports = transports == null ? List.of() : List.copyOf(transports);
        }
    }
}
