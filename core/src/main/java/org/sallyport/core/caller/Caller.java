package org.sallyport.core.caller;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sallyport.api.resource.ServiceType;

/**
 * Who asks. The first parameter of every service method, made only at an edge (REST filter, gRPC interceptor,
 * connector listener) from what was proved there.
 */
public sealed interface Caller {
    /** As written into audit events: a user's name, {@code agent:<host id>}, {@code system} or {@code anonymous}. */
    String name();

    /** Client's IP address, empty when there is none. */
    String address();

    /**
     * A person or bot with a proved login session or certificate.
     *
     * @param mfaDevices ids of those the login, or this one session, was opened with
     * @param connector by which the person signed on; empty for local users, and for certificates, which do not tell
     */
    record User(
            String name,
            List<String> roles,
            Map<String, List<String>> traits,
            String address,
            Set<String> mfaDevices,
            Optional<String> connector)
            implements Caller {
        public User(String name, List<String> roles, Map<String, List<String>> traits, String address) {
            this(name, roles, traits, address, Set.of(), Optional.empty());
        }

        public User {
            requireNonNull(name, "name");
            roles = List.copyOf(roles);
            traits = Map.copyOf(traits);
            requireNonNull(address, "address");
            mfaDevices = Set.copyOf(mfaDevices);
            requireNonNull(connector, "connector");
        }

        /** Under which second factors are kept: no name has a slash, so nobody inherits those of a namesake. */
        public String deviceOwner() {
            return connector.map(by -> deviceOwner(by, name)).orElse(name);
        }

        /** Of somebody who comes by a connector. */
        public static String deviceOwner(String connector, String name) {
            return connector + "/" + name;
        }
    }

    /** An agent with a proved certificate. @param nodeName the only name it may announce */
    record Agent(String hostId, String nodeName, Set<ServiceType> services, String address) implements Caller {
        public Agent {
            requireNonNull(hostId, "hostId");
            requireNonNull(nodeName, "nodeName");
            services = Set.copyOf(services);
            requireNonNull(address, "address");
        }

        @Override
        public String name() {
            return "agent:" + hostId;
        }
    }

    /** The server itself: first start, timers. Never made from anything that came over the network. */
    record System(String component) implements Caller {
        @Override
        public String name() {
            return "system";
        }

        @Override
        public String address() {
            return "";
        }
    }

    /** Nobody yet: login, join, invite, ping. */
    record Anonymous(String address) implements Caller {
        public Anonymous {
            requireNonNull(address, "address");
        }

        @Override
        public String name() {
            return "anonymous";
        }
    }
}
