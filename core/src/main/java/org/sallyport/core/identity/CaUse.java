package org.sallyport.core.identity;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.SshKeys;

/**
 * Which CA keys an agent goes by. Keys are named by the fingerprint of their SSH half; the X.509 half comes with it.
 *
 * @param trusted of all CAs
 * @param hostSigner of its host certificate
 * @param clientSigner of its tunnel certificate
 */
public record CaUse(Set<String> trusted, String hostSigner, String clientSigner) {
    private static final int MOST_KEYS = 64;
    private static final int LONGEST = 64;

    public CaUse {
        trusted = Set.copyOf(trusted);
        requireNonNull(hostSigner, "hostSigner");
        requireNonNull(clientSigner, "clientSigner");
        // agents say so, and it is kept in memory for each of them
        if (trusted.size() > MOST_KEYS
                || Stream.concat(trusted.stream(), Stream.of(hostSigner, clientSigner))
                        .anyMatch(name -> name.length() > LONGEST)) {
            throw new SallyportException(
                    ErrorCode.PAYLOAD_TOO_LARGE, "component API: more CA keys are named than any cluster has");
        }
    }

    public static CaUse of(Collection<Authority> known, PublicKey hostSigner, PublicKey clientSigner) {
        return new CaUse(
                known.stream()
                        .flatMap(authority -> fingerprints(authority.sshPublicKeys()).stream())
                        .collect(Collectors.toUnmodifiableSet()),
                SshKeys.fingerprint(hostSigner),
                SshKeys.fingerprint(clientSigner));
    }

    /** Whether its own certificates are of keys that are trusted. */
    public boolean certified() {
        return trusted.contains(hostSigner) && trusted.contains(clientSigner);
    }

    /** What the agent still lacks of what this phase asks of it; empty when the next phase may come. */
    public Optional<String> behind(Authority authority) {
        Set<String> unknown = new HashSet<>(fingerprints(authority.sshPublicKeys()));
        unknown.removeAll(trusted);
        if (!unknown.isEmpty()) {
            return Optional.of("does not know the new keys yet");
        }
        return certificatesBehind(authority);
    }

    /** Which of the agent's own certificates is to be renewed in this phase; empty when none. */
    public Optional<String> certificatesBehind(Authority authority) {
        if (authority.type() != CaType.HOST || authority.sshPublicKeys().isEmpty()) {
            return Optional.empty();
        }
        if (!fingerprints(authority.clientKeys()).contains(clientSigner)) {
            return Optional.of("has not renewed its tunnel and client certificates");
        }
        return fingerprints(authority.serverKeys()).contains(hostSigner)
                ? Optional.empty()
                : Optional.of("has not renewed its host certificate");
    }

    private static Set<String> fingerprints(List<String> lines) {
        return lines.stream()
                .map(line -> SshKeys.fingerprint(SshKeys.parsePublic(line)))
                .collect(Collectors.toUnmodifiableSet());
    }
}
