package org.sallyport.api.rest;

/**
 * A program asks to be logged in by its user's browser (RFC 8252, RFC 8628).
 *
 * @param challenge PKCE, S256: base64url of the verifier's SHA-256, 43 characters (RFC 7636)
 * @param redirectUri {@code http://127.0.0.1:<port>/callback} or {@code http://[::1]:<port>/callback}; empty asks for a
 *     user code instead
 * @param state comes back with the redirect, at most 128 characters
 * @param client what the program calls its machine, shown to whoever approves; at most 128 characters
 * @param sshPublicKey OpenSSH line; may be empty
 * @param tlsPublicKey PEM; may be empty
 * @param ttl of the certificates; empty for the longest allowed
 */
public record BrowserLoginRequest(
        String challenge,
        String redirectUri,
        String state,
        String client,
        String sshPublicKey,
        String tlsPublicKey,
        String ttl) {}
