package org.sallyport.core.identity;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Set;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;

/**
 * What certificates are checked against, as of one moment.
 *
 * @param version grows when anything here changes
 * @param clusterId a certificate naming another cluster is refused
 * @param revokedSerials of certificates that have not expired, as unsigned 64-bit numbers
 */
public record Trust(long version, String clusterId, List<Authority> authorities, Set<Long> revokedSerials) {
    public Trust {
        requireNonNull(clusterId, "clusterId");
        authorities = List.copyOf(authorities);
        revokedSerials = Set.copyOf(revokedSerials);
    }

    /** OpenSSH lines of the keys trusted for this type; empty when there is no such CA. */
    public List<String> sshKeys(CaType type) {
        return authorities.stream()
                .filter(authority -> authority.type() == type)
                .flatMap(authority -> authority.sshPublicKeys().stream())
                .toList();
    }

    /** PEM CA certificates trusted for this type. */
    public List<String> x509Certificates(CaType type) {
        return authorities.stream()
                .filter(authority -> authority.type() == type)
                .flatMap(authority -> authority.x509Certificates().stream())
                .toList();
    }
}
