package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;

/** A second factor shown now: one of a one-time code, a recovery code, a security key's signature. Others are null. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record MfaAnswer(String totp, String recoveryCode, WebAuthnAssertion webauthn) {
    public static final MfaAnswer NONE = new MfaAnswer(null, null, null);

    public static MfaAnswer totp(String code) {
        return new MfaAnswer(code, null, null);
    }

    public static MfaAnswer recovery(String code) {
        return new MfaAnswer(null, code, null);
    }
}
