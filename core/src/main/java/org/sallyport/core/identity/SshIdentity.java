package org.sallyport.core.identity;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.resource.ServiceType;

/** Who a checked certificate says its holder is. Only {@code core.ca} makes one. */
public sealed interface SshIdentity {
    long serial();

    Instant expires();

    /** From a certificate signed by the user CA. */
    record UserIdentity(
            String user,
            List<String> principals,
            List<String> roles,
            Map<String, List<String>> traits,
            Set<String> permits,
            String loginIp,
            long serial,
            Instant expires,
            Optional<SessionMfa> mfa)
            implements SshIdentity {
        /** Without a second factor for this session. */
        public UserIdentity(
                String user,
                List<String> principals,
                List<String> roles,
                Map<String, List<String>> traits,
                Set<String> permits,
                String loginIp,
                long serial,
                Instant expires) {
            this(user, principals, roles, traits, permits, loginIp, serial, expires, Optional.empty());
        }

        public UserIdentity {
            requireNonNull(user, "user");
            principals = List.copyOf(principals);
            roles = List.copyOf(roles);
            traits = Map.copyOf(traits);
            permits = Set.copyOf(permits);
            requireNonNull(expires, "expires");
            requireNonNull(mfa, "mfa");
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
