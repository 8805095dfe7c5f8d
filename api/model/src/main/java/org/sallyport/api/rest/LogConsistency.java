package org.sallyport.api.rest;

import java.util.List;

/**
 * That the log's first {@code from} leaves are also the first of those {@code to} (RFC 9162 section 2.1.4).
 *
 * @param path hashes in hex
 */
public record LogConsistency(long from, long to, List<String> path) {
    public LogConsistency {
        path = List.copyOf(path);
    }
}
