package org.sallyport.web.audit;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.rest.Page;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditService;
import org.sallyport.core.caller.Caller;
import org.sallyport.web.stream.Follower;
import org.sallyport.web.stream.Line;
import org.sallyport.web.stream.Source;

/** What the audit log grows by, page by page. */
final class AuditSource implements Source {
    static final int PAGE = 200;

    private final AuditService audit;
    private final AuditQuery query;
    private Optional<Page<AuditEvent>> first;
    private String cursor = "";

    /** @param first the page that proved the right to read */
    AuditSource(AuditService audit, AuditQuery query, Page<AuditEvent> first) {
        this.audit = audit;
        this.query = query;
        this.first = Optional.of(first);
    }

    @Override
    public Look look(Caller.User caller, Line line) {
        Page<AuditEvent> page = first.orElseGet(() -> audit.follow(caller, query, cursor, PAGE));
        first = Optional.empty();
        boolean further = !page.nextCursor().equals(cursor);
        cursor = page.nextCursor();
        return new Look(sent(page.items(), line), further ? 0 : Follower.PAUSE_MILLIS);
    }

    /** Only the last one carries the id: who comes back from the middle of a page gets the page again, and no gap. */
    private Optional<CompletionStage<?>> sent(List<AuditEvent> events, Line line) {
        if (events.isEmpty()) {
            return Optional.empty();
        }
        CompletionStage<?> all = CompletableFuture.completedFuture(null);
        for (int i = 0; i < events.size(); i++) {
            AuditEvent event = events.get(i);
            Optional<String> id = i == events.size() - 1 ? cursor() : Optional.empty();
            all = all.thenCompose(done -> line.message(event, id));
        }
        return Optional.of(all);
    }

    @Override
    public Optional<String> cursor() {
        return Optional.of(cursor);
    }
}
