package org.sallyport.agent.control;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Consumer;
import org.sallyport.agent.retry.Backoff;
import org.sallyport.api.error.SallyportException;

/**
 * Waits while the Auth Service cannot store what it is sent, longer each time, and says so once. A connection that is
 * broken is noticed by the streams of other tasks; this may be the store alone. Thread-safe.
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
        Duration pause;
        synchronized (this) {
            if (!waiting) {
                waiting = true;
                log.accept(cause.userMessage());
            }
            pause = backoff.next();
        }
        Thread.sleep(pause);
    }

    synchronized void stored() {
        waiting = false;
        backoff.succeeded();
    }
}
