package org.sallyport.ejb.feed;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.sallyport.api.cert.Authority;
import org.sallyport.core.connector.WatchSink;

/**
 * One sink and what it has yet to be told. Whoever has news appends it without ever blocking; a thread of the watch's
 * own hands it over. A sink with too much outstanding is cut off: it resumes from the revision it has, which costs the
 * server less than keeping everything for it.
 */
final class Watch implements AutoCloseable {
    static final int CAPACITY = 1024;

    private final WatchSink sink;
    private final Deque<Consumer<WatchSink>> queue = new ArrayDeque<>();
    private final Runnable onEnd;
    private boolean ended;
    private String reason = "";
    private Thread worker;

    Watch(WatchSink sink, Runnable onEnd) {
        this.sink = sink;
        this.onEnd = onEnd;
    }

    /** The opening state is not counted against the capacity: it is references only, and bounded by the store. */
    synchronized void open(List<Consumer<WatchSink>> opening) {
        for (int i = opening.size() - 1; i >= 0; i--) {
            queue.addFirst(opening.get(i));
        }
    }

    synchronized void offer(Consumer<WatchSink> news) {
        if (ended) {
            return;
        }
        if (worker != null && queue.size() >= CAPACITY) {
            end("too slow: " + CAPACITY + " changes outstanding");
            return;
        }
        queue.addLast(news);
        notifyAll();
    }

    void offerAuthorities(List<Authority> authorities) {
        offer(receiver -> receiver.authorities(authorities));
    }

    /** The watch's thread; returns when the watch has ended. */
    void run() {
        synchronized (this) {
            worker = Thread.currentThread();
        }
        try {
            for (Consumer<WatchSink> news = next(); news != null; news = next()) {
                news.accept(sink);
            }
        } catch (RuntimeException gone) {
            // The receiver is gone, or our own interrupt ended its wait; only in the latter case is there a reason.
            end("");
        }
        try {
            tellEnd();
        } finally {
            onEnd.run();
        }
    }

    private synchronized Consumer<WatchSink> next() {
        while (!ended && queue.isEmpty()) {
            try {
                wait();
            } catch (InterruptedException interrupted) {
                end("server stops");
            }
        }
        return ended ? null : queue.removeFirst();
    }

    private void tellEnd() {
        String why;
        synchronized (this) {
            why = reason;
        }
        // Interrupted while the sink blocked: the flag must not break the farewell.
        boolean interrupted = Thread.interrupted();
        if (!why.isEmpty()) {
            sink.closed(why);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void end(String why) {
        if (ended) {
            return;
        }
        ended = true;
        reason = why;
        queue.clear();
        notifyAll();
        if (worker != null && worker != Thread.currentThread()) {
            worker.interrupt();
        }
    }

    /** The receiver closed: nothing more is said to it. */
    @Override
    public void close() {
        end("");
    }

    void stop(String why) {
        end(why);
    }
}
