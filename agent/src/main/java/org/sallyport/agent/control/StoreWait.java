package org.sallyport.agent.control;

import static java.util.Objects.requireNonNull;

import java.util.function.Consumer;
import org.sallyport.agent.retry.Backoff;
import org.sallyport.api.error.SallyportException;

/**
 * Waits while the Auth Service cannot store what it is sent, longer each time, and says so once. A connection that is
 * broken is noticed by the streams of other tasks; this may be the store alone.
 */
final class StoreWait {
    private final Backoff backoff;
    private final Consumer<String> log;
    private boolean waiting;

    /** @param log told the first of several causes */
    StoreWait(Backoff backoff, Consumer<String> log) {
        this.backoff = requireNonNull(backoff, "backoff");
        this.log = requireNonNull(log, "log");
    }

    void pause(SallyportException cause) throws InterruptedException {
        if (!waiting) {
            waiting = true;
            log.accept(cause.userMessage());
        }
        Thread.sleep(backoff.next());
    }

    void stored() {
        waiting = false;
        backoff.succeeded();
    }
}
