package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.sallyport.session.messages.SessionMessages;
import org.sallyport.session.process.TerminalSize;

/**
 * Sizes and signals for a shell: sent when there is room on the connection, as input is, but not behind it, since a
 * process that reads nothing is what signals are for. Of sizes only the newest waits, of signals a few.
 */
final class ShellControls {
    static final int MOST_SIGNALS = 16;

    /** The connection to the shell. */
    interface Wire {
        /** Blocks while much is queued. */
        void awaitRoom() throws InterruptedException;

        void size(TerminalSize size) throws IOException;

        void signal(String name) throws IOException;
    }

    /** One request. */
    private interface Request {
        void send() throws IOException;
    }

    private final Wire wire;
    private final Executor executor;
    private final Queue<String> signals = new ArrayDeque<>();
    private TerminalSize size;
    private boolean running;

    ShellControls(Wire wire, Executor executor) {
        this.wire = requireNonNull(wire, "wire");
        this.executor = requireNonNull(executor, "executor");
    }

    void resize(TerminalSize to) {
        synchronized (this) {
            size = to;
        }
        begin();
    }

    /** Without effect while too many wait. */
    void signal(String name) {
        synchronized (this) {
            if (signals.size() >= MOST_SIGNALS) {
                return;
            }
            signals.add(name);
        }
        begin();
    }

    private void begin() {
        synchronized (this) {
            if (running) {
                return;
            }
            running = true;
        }
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException stopping) {
            SessionMessages.LOG.debugf(stopping, "a request came after the end");
        }
    }

    private synchronized Request next() {
        if (size != null) {
            TerminalSize newest = size;
            size = null;
            return () -> wire.size(newest);
        }
        String signal = signals.poll();
        running = signal != null;
        return running ? () -> wire.signal(signal) : null;
    }

    private void run() {
        try {
            wire.awaitRoom();
            for (Request request = next(); request != null; request = next()) {
                request.send();
                wire.awaitRoom();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IOException e) {
            // for good: what cannot be sent now cannot be sent later
            SessionMessages.LOG.debugf(e, "a request came after the end");
        }
    }
}
