package org.sallyport.core.access;

import static java.util.Objects.requireNonNull;

import java.util.Map;

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
     */
    record ResourceTarget(String kind, String name, Map<String, String> labels) implements Target {
        public ResourceTarget {
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
            labels = Map.copyOf(labels);
        }

        /** One without labels, or the whole kind. */
        public ResourceTarget(String kind, String name) {
            this(kind, name, Map.of());
        }
    }
}
