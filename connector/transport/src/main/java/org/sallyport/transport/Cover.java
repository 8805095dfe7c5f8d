package org.sallyport.transport;

import java.io.IOException;
import java.nio.channels.ByteChannel;

/** A socket's bytes as its user sees them, e.g. inside of TLS. Non-blocking, used by one thread. */
public interface Cover extends ByteChannel {
    /** Whether a read has more without the socket being readable. */
    boolean more();

    /** @return whether everything that was taken has left */
    boolean flush() throws IOException;

    void shutdownOutput() throws IOException;
}
