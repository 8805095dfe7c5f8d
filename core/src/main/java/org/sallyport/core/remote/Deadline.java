package org.sallyport.core.remote;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.ClosedSelectorException;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.time.Duration;

/** Waits for one socket that does not block by itself, until a moment that does not move. */
final class Deadline implements AutoCloseable {
    private final Selector selector;
    private final long end;

    Deadline(Duration limit) throws IOException {
        selector = Selector.open();
        end = System.nanoTime() + limit.toNanos();
    }

    /** @param operation of {@link java.nio.channels.SelectionKey} @throws SocketTimeoutException at the deadline */
    void await(SocketChannel socket, int operation) throws IOException {
        socket.register(selector, operation);
        do {
            long left = (end - System.nanoTime()) / 1_000_000;
            if (left <= 0 || Thread.currentThread().isInterrupted()) {
                throw new SocketTimeoutException("no answer in time");
            }
            selector.select(left);
        } while (selector.selectedKeys().isEmpty());
        selector.selectedKeys().clear();
    }

    /** Frees the socket for other selectors. */
    @Override
    public void close() throws IOException {
        try {
            selector.keys().forEach(key -> key.cancel());
            selector.selectNow();
        } catch (ClosedSelectorException e) {
            throw new IOException(e);
        } finally {
            selector.close();
        }
    }
}
