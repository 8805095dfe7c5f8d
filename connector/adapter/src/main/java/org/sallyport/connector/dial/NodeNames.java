package org.sallyport.connector.dial;

import static java.util.Objects.requireNonNull;

import java.util.Locale;
import java.util.function.Supplier;

/** Nodes' names as people write them: with or without the cluster's suffix, perhaps with the dot of a full DNS name. */
final class NodeNames {
    private final Supplier<String> clusterName;

    NodeNames(Supplier<String> clusterName) {
        this.clusterName = requireNonNull(clusterName, "clusterName");
    }

    String bare(String host) {
        String name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
        String suffix = "." + clusterName.get();
        return name.toLowerCase(Locale.ROOT).endsWith(suffix.toLowerCase(Locale.ROOT))
                ? name.substring(0, name.length() - suffix.length())
                : name;
    }
}
