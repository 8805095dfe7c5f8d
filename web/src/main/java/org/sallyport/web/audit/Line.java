package org.sallyport.web.audit;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.SallyportException;

/** The way to one client. A stage completes when what was sent has left. */
interface Line {
    boolean closed();

    /** @param cursor where a client that comes back goes on; empty in the middle of a page */
    CompletionStage<?> event(AuditEvent event, Optional<String> cursor);

    /** Keeps proxies from closing the connection and tells the client how far its filter has read. */
    CompletionStage<?> heartbeat(String cursor);

    CompletionStage<?> failure(SallyportException reason);

    void close();
}
