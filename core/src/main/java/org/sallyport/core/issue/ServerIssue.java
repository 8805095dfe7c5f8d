package org.sallyport.core.issue;

import static java.util.Objects.requireNonNull;

import java.util.List;

/** @param names host names and addresses under which people and agents reach this server's SSH port */
public record ServerIssue(List<String> names, String clusterId) {
    public ServerIssue {
        names = List.copyOf(names);
        requireNonNull(clusterId, "clusterId");
    }
}
