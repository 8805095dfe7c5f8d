package org.sallyport.core.identity;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sallyport.api.resource.ServiceType;

/** Who a checked certificate says its holder is. Only {@code core.ca} makes one. */
public sealed interface SshIdentity {
    long serial();

    Instant expires();

    /**
     * From a certificate signed by the user CA.
     *
     * @param loginMfa id of the device that the login was opened with
     * @param proxied whether a proxy holds it, in the user's name
     */
    record UserIdentity(
            String user,
            List<String> principals,
            List<String> roles,
            Map<String, List<String>> traits,
            Set<String> permits,
            String loginIp,
            long serial,
            Instant expires,
            Optional<SessionMfa> mfa,
            Optional<String> loginMfa,
            boolean proxied)
            implements SshIdentity {
        /** Without a second factor that is known. */
        public UserIdentity(
                String user,
                List<String> principals,
                List<String> roles,
                Map<String, List<String>> traits,
                Set<String> permits,
                String loginIp,
                long serial,
                Instant expires) {
            this(
                    user,
                    principals,
                    roles,
                    traits,
                    permits,
                    loginIp,
                    serial,
                    expires,
                    Optional.empty(),
                    Optional.empty(),
                    false);
        }

        /** The user's own. */
        public UserIdentity(
                String user,
                List<String> principals,
                List<String> roles,
                Map<String, List<String>> traits,
                Set<String> permits,
                String loginIp,
                long serial,
                Instant expires,
                Optional<SessionMfa> mfa,
                Optional<String> loginMfa) {
            this(user, principals, roles, traits, permits, loginIp, serial, expires, mfa, loginMfa, false);
        }

        public UserIdentity {
            requireNonNull(user, "user");
            principals = List.copyOf(principals);
            roles = List.copyOf(roles);
            traits = Map.copyOf(traits);
            permits = Set.copyOf(permits);
            requireNonNull(expires, "expires");
            requireNonNull(mfa, "mfa");
            requireNonNull(loginMfa, "loginMfa");
        }

        /** Ids of the devices that login and session were opened with. */
        public Set<String> mfaDevices() {
            return Stream.concat(mfa.map(SessionMfa::device).stream(), loginMfa.stream())
                    .collect(Collectors.toUnmodifiableSet());
        }
    }

    /**
     * From a user-type certificate signed by the host CA with principal {@code agent:<host id>}.
     *
     * @param nodeName the name it joined with, the only one it may announce
     */
    record AgentIdentity(String hostId, String nodeName, Set<ServiceType> services, long serial, Instant expires)
            implements SshIdentity {
        public AgentIdentity {
            requireNonNull(hostId, "hostId");
            requireNonNull(nodeName, "nodeName");
            services = Set.copyOf(services);
            requireNonNull(expires, "expires");
        }
    }
}
