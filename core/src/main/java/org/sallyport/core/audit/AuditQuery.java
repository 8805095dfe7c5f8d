package org.sallyport.core.audit;

import java.time.Instant;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;

/**
 * Empty strings do not filter. {@code resource} matches the resource's name, {@code text} is an {@link AuditText};
 * {@code from} is inclusive, {@code to} exclusive.
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

    /** The rule that every search and every follower keeps. */
    public boolean matches(AuditEvent event) {
        return from.map(start -> !event.time().isBefore(start)).orElse(true)
                && to.map(end -> event.time().isBefore(end)).orElse(true)
                && same(user, event.user())
                && same(this.event, event.event())
                && same(resource, event.resource())
                && same(sessionId, event.sessionId())
                && (text.isEmpty() || new AuditText(text).matches(event));
    }

    private static boolean same(String wanted, String actual) {
        return wanted.isEmpty() || wanted.equals(actual);
    }
}
