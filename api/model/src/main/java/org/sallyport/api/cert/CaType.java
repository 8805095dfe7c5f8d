package org.sallyport.api.cert;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;

/** What a CA may sign; a certificate of one is never accepted where another is required. */
public enum CaType {
    /** Signs users' SSH certificates and users' X.509 client certificates. */
    USER,
    /** Signs host SSH certificates, agents' tunnel certificates, agents' and the server's X.509 certificates. */
    HOST,
    /** Signs users' SSH certificates for stock sshd and nothing else; accepted by none of our own checks. */
    OPENSSH;

    @JsonValue
    public String wireName() {
        return name().toLowerCase(java.util.Locale.ROOT);
    }

    @JsonCreator
    public static CaType ofWireName(String name) {
        return valueOf(name.toUpperCase(java.util.Locale.ROOT));
    }
}
