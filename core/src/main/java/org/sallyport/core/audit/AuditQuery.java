package org.sallyport.core.audit;

import java.time.Instant;
import java.util.Optional;

/**
 * Empty strings do not filter. {@code resource} matches the resource's name, {@code text} any part of the message,
 * literally; {@code from} is inclusive, {@code to} exclusive.
 */
public record AuditQuery(
        Optional<Instant> from,
        Optional<Instant> to,
        String user,
        String event,
        String resource,
        String sessionId,
        String text) {
    public static final AuditQuery ALL = new AuditQuery(Optional.empty(), Optional.empty(), "", "", "", "", "");
}
