package org.sallyport.api.rest;

/**
 * A security key's answer to a {@link WebAuthnRequest} (W3C Web Authentication section 5.2.2), each part base64url
 * without padding.
 *
 * @param userHandle only from passkeys; else null
 */
public record WebAuthnAssertion(
        String credentialId, String clientData, String authenticatorData, String signature, String userHandle) {}
