package org.sallyport.core.access;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import org.sallyport.api.session.LiveSession;

/** What access is asked to. */
public sealed interface Target {
    record NodeTarget(String hostId, String name, Map<String, String> labels) implements Target {
        public NodeTarget {
            requireNonNull(hostId, "hostId");
            requireNonNull(name, "name");
            labels = Map.copyOf(labels);
        }
    }

    /**
     * A resource of the Auth Service; {@code kind} as in {@code rules.resources}; name empty for the whole kind.
     *
     * @param labels of its metadata, which {@code where} may read
     * @param session what {@code where} may read as {@code session.user} and so on; only of a session's recording
     */
    record ResourceTarget(String kind, String name, Map<String, String> labels, Map<String, String> session)
            implements Target {
        /** The kind of recorded sessions. */
        public static final String RECORDING = "session_recording";
        /** The kind of sessions that go on now. */
        public static final String LIVE_SESSION = "live_session";

        public ResourceTarget {
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
            labels = Map.copyOf(labels);
            session = Map.copyOf(session);
        }

        public ResourceTarget(String kind, String name, Map<String, String> labels) {
            this(kind, name, labels, Map.of());
        }

        /** A recording of this session. */
        public static ResourceTarget recording(String sessionId, String user, String login, String node) {
            return new ResourceTarget(
                    RECORDING, sessionId, Map.of(), Map.of("user", user, "login", login, "node", node));
        }

        /** One without labels, or the whole kind. */
        public ResourceTarget(String kind, String name) {
            this(kind, name, Map.of());
        }
    }

    /** Sessions started by somebody. @param roles those of the certificate it was started with */
    record SessionTarget(String user, List<String> roles) implements Target {
        public SessionTarget {
            requireNonNull(user, "user");
            roles = List.copyOf(roles);
        }

        public SessionTarget(LiveSession session) {
            this(session.user(), session.roles());
        }
    }
}
