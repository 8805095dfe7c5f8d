package org.sallyport.core.fakes;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository;

/** {@link AuditRepository} in memory. */
public final class MemoryAudit implements AuditRepository {
    private static final Comparator<Position> ORDER =
            Comparator.comparing(Position::time).thenComparing(Position::sequence);

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
    public Found search(AuditQuery query, Optional<Position> before, int limit) {
        return store.call(() -> {
            List<Stored> found = events.rows().entrySet().stream()
                    .map(entry -> new Stored(entry.getKey(), entry.getValue()))
                    .filter(stored -> before.map(place -> ORDER.compare(stored.position(), place) < 0)
                            .orElse(true))
                    .filter(stored -> query.matches(stored.event()))
                    .sorted(Comparator.comparing(Stored::position, ORDER).reversed())
                    .limit(limit)
                    .toList();
            return new Found(
                    found,
                    found.size() < limit
                            ? Optional.empty()
                            : Optional.of(found.getLast().position()));
        });
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

    @Override
    public long countBefore(Instant time) {
        return store.call(() -> events.rows().values().stream()
                .filter(event -> event.time().isBefore(time))
                .count());
    }

    @Override
    public int removeBefore(Instant time, int most) {
        return store.call(() -> {
            List<Long> old = events.rows().entrySet().stream()
                    .filter(entry -> entry.getValue().time().isBefore(time))
                    .sorted(Comparator.comparing(entry -> entry.getValue().time()))
                    .limit(most)
                    .map(Map.Entry::getKey)
                    .toList();
            old.forEach(events.rows()::remove);
            return old.size();
        });
    }
}
