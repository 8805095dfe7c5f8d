package org.sallyport.api.node;

import static java.util.Objects.requireNonNull;

/**
 * What the two ends of an SSH connection agreed on, by the names of SSH; for a cipher with its own integrity check the
 * {@code mac} is {@code aead}.
 */
public record NegotiatedAlgorithms(String kex, String cipher, String mac) {
    public NegotiatedAlgorithms {
        requireNonNull(kex, "kex");
        requireNonNull(cipher, "cipher");
        requireNonNull(mac, "mac");
    }

    /** On one line, for people. */
    @Override
    public String toString() {
        return kex + ", " + cipher + ", " + mac;
    }
}
