package org.sallyport.api.rest;

/**
 * Password and second factor; or, with neither user nor password, a passkey alone. With {@code sshPublicKey} (one
 * OpenSSH line) certificates are issued too; {@code tlsPublicKey} is a PEM SubjectPublicKeyInfo. {@code ttl} such as
 * {@code 8h}; empty means the longest the roles allow. Of {@code totp}, {@code recoveryCode} and {@code webauthn} one is
 * given.
 */
public record LoginRequest(
        String user,
        String password,
        String totp,
        String sshPublicKey,
        String tlsPublicKey,
        String ttl,
        String recoveryCode,
        WebAuthnAssertion webauthn) {
    /** With a one-time code. */
    public LoginRequest(
            String user, String password, String totp, String sshPublicKey, String tlsPublicKey, String ttl) {
        this(user, password, totp, sshPublicKey, tlsPublicKey, ttl, null, null);
    }

    /** The same person without keys to sign. */
    public LoginRequest withoutKeys() {
        return new LoginRequest(user, password, totp, null, null, ttl, recoveryCode, webauthn);
    }

    public MfaAnswer answer() {
        return new MfaAnswer(totp, recoveryCode, webauthn);
    }
}
