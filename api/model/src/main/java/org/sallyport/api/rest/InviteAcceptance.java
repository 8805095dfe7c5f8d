package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;

/**
 * Sets the password (12 to 128 characters) and enrols the second factor: the invite's authenticator app by a code of it, or
 * a passkey.
 *
 * @param totp null with a passkey
 * @param registration of the passkey, else null
 * @param webauthn what the passkey's device made, else null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record InviteAcceptance(String password, String totp, String registration, WebAuthnAttestation webauthn) {
    /** With the authenticator app. */
    public InviteAcceptance(String password, String totp) {
        this(password, totp, null, null);
    }
}
