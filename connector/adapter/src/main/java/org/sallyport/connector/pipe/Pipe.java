package org.sallyport.connector.pipe;

import static java.util.Objects.requireNonNull;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Joins two ends, asynchronously and with bounded memory. Half-close is kept: a direction ends by itself, and the ends
 * are closed when both directions are over. An end that closes has its last bytes delivered first; an end that is lost
 * takes the other one with it at once, by a CLOSE without EOF.
 */
public final class Pipe {
    private final PipeDirection fromLeft;
    private final PipeDirection fromRight;
    private final Runnable onClosed;
    private final AtomicBoolean told = new AtomicBoolean();
    private final CompletableFuture<Void> over = new CompletableFuture<>();

    /** @param onClosed run once, when both ends have been closed */
    public Pipe(PipeEnd left, PipeEnd right, Deferral deferral, Runnable onClosed) {
        this.onClosed = requireNonNull(onClosed, "onClosed");
        this.fromLeft = new PipeDirection(left, right, deferral, this::changed);
        this.fromRight = new PipeDirection(right, left, deferral, this::changed);
    }

    public PipePort left() {
        return new PipePort(fromLeft, fromRight);
    }

    public PipePort right() {
        return new PipePort(fromRight, fromLeft);
    }

    /** Ends both directions now; what is under way is thrown away. */
    public void abort() {
        fromLeft.end(false);
        fromRight.end(false);
        fromLeft.abandon();
        fromRight.abandon();
    }

    /** Run once, when both ends have been closed; at once when they are. */
    public void whenClosed(Runnable task) {
        var unused = over.thenRun(task);
    }

    private void changed() {
        if (fromLeft.over() && fromRight.over()) {
            fromLeft.closeSink();
            fromRight.closeSink();
        }
        if (fromLeft.closed() && fromRight.closed() && told.compareAndSet(false, true)) {
            onClosed.run();
            over.complete(null);
        }
    }
}
