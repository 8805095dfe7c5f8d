package org.sallyport.api.rest;

import java.util.List;

/**
 * That an entry is in the log whose head this is (RFC 9162 section 2.1.3); complete in itself.
 *
 * @param path hashes in hex, the leaf's neighbour first
 */
public record LogProof(LogEntry entry, LogHead head, List<String> path) {
    public LogProof {
        path = List.copyOf(path);
    }
}
