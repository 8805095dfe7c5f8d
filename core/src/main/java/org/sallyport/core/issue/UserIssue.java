package org.sallyport.core.issue;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.core.access.SessionOptions;
import org.sallyport.core.identity.SessionMfa;

/**
 * What a person's certificates are to say. The caller has authenticated the person and computed logins and options from
 * the roles.
 *
 * @param ttl at most {@code options.maxSessionTtl()}
 * @param sshKey for an SSH certificate, {@code tlsKey} for an X.509 one; at least one
 * @param loginMfa id of the device that the login was opened with
 * @param sessionMfa a second factor that was shown for one session on one node
 * @param address IP address from which the person logged in; may be empty
 */
public record UserIssue(
        String user,
        List<String> roles,
        Map<String, List<String>> traits,
        List<String> logins,
        SessionOptions options,
        Duration ttl,
        Optional<PublicKey> sshKey,
        Optional<PublicKey> tlsKey,
        String address,
        String clusterId,
        Optional<String> loginMfa,
        Optional<SessionMfa> sessionMfa) {
    /** Without a second factor that is known. */
    public UserIssue(
            String user,
            List<String> roles,
            Map<String, List<String>> traits,
            List<String> logins,
            SessionOptions options,
            Duration ttl,
            Optional<PublicKey> sshKey,
            Optional<PublicKey> tlsKey,
            String address,
            String clusterId) {
        this(
                user,
                roles,
                traits,
                logins,
                options,
                ttl,
                sshKey,
                tlsKey,
                address,
                clusterId,
                Optional.empty(),
                Optional.empty());
    }

    public UserIssue {
        requireNonNull(user, "user");
        roles = List.copyOf(roles);
        traits = Map.copyOf(traits);
        logins = List.copyOf(logins);
        requireNonNull(options, "options");
        requireNonNull(ttl, "ttl");
        requireNonNull(address, "address");
        requireNonNull(clusterId, "clusterId");
        requireNonNull(loginMfa, "loginMfa");
        requireNonNull(sessionMfa, "sessionMfa");
    }
}
