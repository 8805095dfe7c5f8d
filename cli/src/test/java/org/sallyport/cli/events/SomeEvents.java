package org.sallyport.cli.events;

import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.rest.Page;

/** A log in memory; its cursor is the number of events before. */
final class SomeEvents implements EventSource {
    final List<AuditEvent> all;
    private final int page;

    SomeEvents(int count, int page) {
        this.page = page;
        this.all = IntStream.range(0, count)
                .mapToObj(i -> AuditEvent.of(i % 5 == 0 ? AuditEventType.DIAL_REFUSED : AuditEventType.EXEC)
                        .user("ada")
                        .resource("node", "web \"1\"]\\")
                        .message("käse ☃ number " + i + "\nand a second line")
                        .field("command", "x".repeat(i % 3000))
                        .at(Instant.parse("2026-03-01T12:00:00.123Z").plusMillis(i)))
                .toList();
    }

    @Override
    public Page<AuditEvent> next(String after) {
        int from = after.isEmpty() ? 0 : Integer.parseInt(after);
        int to = Math.min(all.size(), from + page);
        return new Page<>(all.subList(from, to), Integer.toString(to));
    }

    List<String> uids() {
        return all.stream().map(event -> event.uid().toString()).toList();
    }
}
