package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;

/**
 * A leaf of the transparency log and, as long as it is kept, the row that it is of.
 *
 * @param index in the log; -1 for a row that has no leaf
 * @param kind {@code event} or {@code certificate}
 * @param id the event's uid or the certificate's serial, unsigned
 * @param sequence of an event in the audit log; 0 for a certificate
 * @param time when the event happened, when the certificate's life begins; microseconds
 * @param rowHash SHA-256 of the row's canonical form in hex; empty when there is no leaf
 * @param row the columns as stored, by name; empty when the row is not there
 */
@JsonInclude(JsonInclude.Include.NON_EMPTY)
public record LogEntry(
        long index, String kind, String id, long sequence, Instant time, String rowHash, Map<String, String> row) {
    public LogEntry {
        rowHash = rowHash == null ? "" : rowHash;
        row = row == null ? Map.of() : java.util.Collections.unmodifiableMap(new TreeMap<>(row));
    }
}
