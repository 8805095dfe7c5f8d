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

    /** A resource of the Auth Service; {@code kind} as in {@code rules.resources}; name empty for the whole kind. */
    record ResourceTarget(String kind, String name) implements Target {
        public ResourceTarget {
            requireNonNull(kind, "kind");
            requireNonNull(name, "name");
        }
    }
}
