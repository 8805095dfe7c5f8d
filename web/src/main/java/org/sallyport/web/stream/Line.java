package org.sallyport.web.stream;

import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.sallyport.api.error.SallyportException;

/** The way to one client. A stage completes when what was sent has left. */
public interface Line {
    boolean closed();

    /**
     * @param message written as JSON
     * @param cursor where a client that comes back goes on; empty where it does not, such as in the middle of a page
     */
    CompletionStage<?> message(Object message, Optional<String> cursor);

    /** Keeps proxies from closing the connection and tells the client how far was read, where it can go on from there. */
    CompletionStage<?> heartbeat(Optional<String> cursor);

    CompletionStage<?> failure(SallyportException reason);

    void close();
}
