package org.sallyport.session.auth;

import static java.util.Objects.requireNonNull;

import java.security.KeyPair;
import org.apache.sshd.common.config.keys.OpenSshCertificate;

/** This node's SSH host key and the certificate the cluster's host CA gave it. */
public record HostKeys(KeyPair key, OpenSshCertificate certificate) {
    public HostKeys {
        requireNonNull(key, "key");
        requireNonNull(certificate, "certificate");
        if (certificate.getType() != OpenSshCertificate.Type.HOST) {
            throw new IllegalArgumentException("not a host certificate");
        }
    }
}
