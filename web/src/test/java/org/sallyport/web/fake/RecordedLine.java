package org.sallyport.web.fake;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.SallyportException;
import org.sallyport.web.stream.Line;

/** Keeps what was sent, in words; the client may be slow. */
public final class RecordedLine implements Line {
    public final List<String> sent = new ArrayList<>();
    public CompletableFuture<Void> slow = CompletableFuture.completedFuture(null);
    public boolean closed;

    @Override
    public boolean closed() {
        return closed;
    }

    @Override
    public CompletionStage<?> message(Object message, Optional<String> cursor) {
        String words = message instanceof AuditEvent event ? event.message() : message.toString();
        sent.add(words + id(cursor));
        return slow;
    }

    @Override
    public CompletionStage<?> heartbeat(Optional<String> cursor) {
        sent.add("alive" + id(cursor));
        return slow;
    }

    private static String id(Optional<String> cursor) {
        return cursor.map(id -> "#" + id).orElse("");
    }

    @Override
    public CompletionStage<?> failure(SallyportException reason) {
        sent.add("problem " + reason.code());
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public void close() {
        closed = true;
    }
}
