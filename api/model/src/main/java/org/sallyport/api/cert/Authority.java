package org.sallyport.api.cert;

import static java.util.Objects.requireNonNull;

import java.util.List;

/**
 * The public half of a CA, everything that is to be trusted now (active keys first, then additional trusted ones).
 *
 * @param sshPublicKeys one line each, {@code ssh-ed25519 AAAA…}, plain keys, never certificates
 * @param x509Certificates PEM, one self-signed CA certificate each
 */
public record Authority(CaType type, List<String> sshPublicKeys, List<String> x509Certificates) {
    public Authority {
        requireNonNull(type, "type");
        sshPublicKeys = List.copyOf(sshPublicKeys);
        x509Certificates = List.copyOf(x509Certificates);
    }
}
