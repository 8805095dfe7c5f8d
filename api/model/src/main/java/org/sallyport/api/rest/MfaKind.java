package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/** What a second factor is made of. */
public enum MfaKind {
    /** One-time codes of an authenticator app (RFC 6238). */
    TOTP,
    /** A security key or passkey (W3C Web Authentication). */
    WEBAUTHN;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(Locale.ROOT);
    }

    @JsonCreator
    public static MfaKind ofWireName(String name) {
        return valueOf(name.toUpperCase(Locale.ROOT));
    }
}
