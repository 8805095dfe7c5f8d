package org.sallyport.core.fakes;

import java.util.List;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository;

/** {@link AuditRepository} in memory. */
public final class MemoryAudit implements AuditRepository {
    private final MemoryStore store;
    private final MemoryStore.Table<Long, AuditEvent> events;

    public MemoryAudit(MemoryStore store) {
        this.store = store;
        this.events = store.table();
    }

    @Override
    public boolean append(AuditEvent event) {
        return store.call(() -> {
            if (events.rows().values().stream().anyMatch(known -> known.uid().equals(event.uid()))) {
                return false;
            }
            events.rows().put(lastSequence() + 1, event);
            return true;
        });
    }

    @Override
    public List<Stored> search(AuditQuery query, long beforeSequence, int limit) {
        return store.call(() -> events.rows().headMap(beforeSequence, false).descendingMap().entrySet().stream()
                .filter(entry -> matches(query, entry.getValue()))
                .limit(limit)
                .map(entry -> new Stored(entry.getKey(), entry.getValue()))
                .toList());
    }

    private static boolean matches(AuditQuery query, AuditEvent event) {
        return query.from().map(from -> !event.time().isBefore(from)).orElse(true)
                && query.to().map(to -> event.time().isBefore(to)).orElse(true)
                && equalOrUnset(query.user(), event.user())
                && equalOrUnset(query.event(), event.event())
                && equalOrUnset(query.resource(), event.resource())
                && equalOrUnset(query.sessionId(), event.sessionId())
                && event.message().contains(query.text());
    }

    private static boolean equalOrUnset(String wanted, String value) {
        return wanted.isEmpty() || wanted.equals(value);
    }

    @Override
    public List<Stored> after(long sequence, int limit) {
        return store.call(() -> events.rows().tailMap(sequence, false).entrySet().stream()
                .limit(limit)
                .map(entry -> new Stored(entry.getKey(), entry.getValue()))
                .toList());
    }

    @Override
    public long lastSequence() {
        return store.call(() -> events.rows().isEmpty() ? 0 : events.rows().lastKey());
    }
}
