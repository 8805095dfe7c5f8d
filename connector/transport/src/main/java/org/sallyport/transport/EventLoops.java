package org.sallyport.transport;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The threads of the transport. Each connection stays with one of them. */
public final class EventLoops implements AutoCloseable {
    private static final long STOP_MILLIS = 5_000;
    private static final long REAP_MILLIS = 1_000;

    private final List<EventLoop> loops = new ArrayList<>();
    private final List<Thread> threads = new ArrayList<>();
    private final AtomicInteger turn = new AtomicInteger();
    private final Executor blocking;
    private final Handshakes handshakes;
    private final ThreadLocal<Boolean> elsewhere = new ThreadLocal<>();

    /**
     * Starts the loops.
     *
     * @param count of threads; 0 for none, when another transport is used
     * @param factory makes the loops' threads
     * @param blocking for handshakes and key exchanges, which would hold up every connection of a loop
     */
    public EventLoops(int count, ThreadFactory factory, Executor blocking) {
        this(count, factory, blocking, (peer, connection, step) -> blocking.execute(step));
    }

    /**
     * Starts the loops.
     *
     * @param count of threads; 0 for none, when another transport is used
     * @param factory makes the loops' threads
     * @param blocking for what may block
     * @param handshakes for handshakes and key exchanges
     */
    public EventLoops(int count, ThreadFactory factory, Executor blocking, Handshakes handshakes) {
        this.blocking = requireNonNull(blocking, "blocking");
        this.handshakes = requireNonNull(handshakes, "handshakes");
        try {
            for (int i = 0; i < count; i++) {
                EventLoop loop = new EventLoop();
                loops.add(loop);
                Thread thread = factory.newThread(loop);
                threads.add(thread);
                thread.start();
            }
        } catch (IOException e) {
            close();
            throw new UncheckedIOException(e);
        }
    }

    EventLoop next() {
        return loops.get(Math.floorMod(turn.getAndIncrement(), loops.size()));
    }

    /** Channels were closed outside of the loops. */
    void reap() {
        loops.forEach(EventLoop::reap);
    }

    /** A closed port is free when its loop has let go of it; the next one to listen there should not have to try twice. */
    void awaitReaped() {
        for (EventLoop loop : loops) {
            CountDownLatch turned = new CountDownLatch(1);
            try {
                loop.execute(turned::countDown);
                if (!loop.inside()) {
                    var unused = turned.await(REAP_MILLIS, TimeUnit.MILLISECONDS);
                }
            } catch (RejectedExecutionException e) {
                // ended, its selector with it
                continue;
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    Executor blocking() {
        return blocking;
    }

    Handshakes handshakes() {
        return handshakes;
    }

    /**
     * Whether the current thread is telling that something was written, outside of all locks of sessions: the listener
     * may then go on with another session at once.
     */
    public boolean completing() {
        for (EventLoop loop : loops) {
            if (loop.completing()) {
                return true;
            }
        }
        return elsewhere.get() != null;
    }

    /** Runs what tells that something was written, on the thread of a wire that is not on one of these loops. */
    public void complete(Runnable completions) {
        elsewhere.set(Boolean.TRUE);
        try {
            completions.run();
        } finally {
            elsewhere.remove();
        }
    }

    /** Ends the threads; close what uses them first. */
    @Override
    public void close() {
        loops.forEach(EventLoop::stop);
        try {
            for (Thread thread : threads) {
                if (thread != Thread.currentThread()) {
                    thread.join(TimeUnit.MILLISECONDS.toMillis(STOP_MILLIS));
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
