package org.sallyport.core.ca;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * An X.509 end-entity certificate before it is signed.
 *
 * @param organizations one O each, in this order
 * @param dnsNames subject alternative names; empty for none
 * @param claims goes into our one extension
 */
public record X509Template(
        PublicKey key,
        long serial,
        String commonName,
        List<String> organizations,
        Instant notBefore,
        Instant notAfter,
        Purpose purpose,
        List<String> dnsNames,
        Optional<X509Claims> claims) {
    /** The one extended key usage. */
    public enum Purpose {
        CLIENT,
        SERVER
    }

    public X509Template {
        requireNonNull(key, "key");
        requireNonNull(commonName, "commonName");
        requireNonNull(purpose, "purpose");
        organizations = List.copyOf(organizations);
        dnsNames = List.copyOf(dnsNames);
        if (serial == 0) {
            throw new IllegalArgumentException("serial must not be zero");
        }
        if (!notAfter.isAfter(notBefore)) {
            throw new IllegalArgumentException("notAfter must come after notBefore");
        }
    }
}
