package org.sallyport.web.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.rest.Page;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditService;
import org.sallyport.core.caller.Caller;

/** A log in memory whose cursor is the number of events before it. */
public final class FakeAuditService implements AuditService {
    private final List<AuditEvent> events = new ArrayList<>();
    private Optional<RuntimeException> refusal = Optional.empty();

    public void add(AuditEvent... more) {
        events.addAll(List.of(more));
    }

    public void refuse(RuntimeException with) {
        refusal = Optional.of(with);
    }

    @Override
    public void record(Caller caller, AuditEvent event) {
        events.add(event);
    }

    @Override
    public void recordRefusal(Caller caller, AuditEvent event) {
        events.add(event);
    }

    @Override
    public List<String> ingest(Caller.Agent caller, List<AuditEvent> more) {
        events.addAll(more);
        return more.stream().map(event -> event.uid().toString()).toList();
    }

    @Override
    public Page<AuditEvent> search(Caller caller, AuditQuery query, String cursor, int limit) {
        return new Page<>(events.reversed(), "");
    }

    @Override
    public Page<AuditEvent> follow(Caller caller, AuditQuery query, String cursor, int limit) {
        refusal.ifPresent(with -> {
            throw with;
        });
        int from = cursor.isEmpty() ? events.size() : Integer.parseInt(cursor);
        int to = Math.min(events.size(), from + limit);
        return new Page<>(events.subList(from, to), Integer.toString(to));
    }
}
