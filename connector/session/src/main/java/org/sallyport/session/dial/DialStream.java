package org.sallyport.session.dial;

import java.util.concurrent.CompletionStage;

/** The agent's end of a stream that came through the tunnel. Never blocks; thread-safe. */
public interface DialStream {
    /**
     * Queues bytes for the other side, in order. The array must not change until the stage completes, which it does when
     * the tunnel's window took them: a writer that waits for it is held back by a slow reader. Fails when the stream
     * broke.
     */
    CompletionStage<Void> write(byte[] data, int offset, int length);

    /** Half-close: nothing more will be written. What was queued is still delivered. */
    void endOutput();

    /** Gives the sender credit for bytes that {@link DialReceiver#received} handed over and that have been taken. */
    void release(int bytes);

    /** Ends both directions after what was queued is delivered. Idempotent. */
    void close();

    /** Ends both directions now; what was queued is lost. Idempotent. */
    void abort();
}
