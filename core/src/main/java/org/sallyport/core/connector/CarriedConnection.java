package org.sallyport.core.connector;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;

/**
 * A connection that another listener accepted, e.g. an HTTPS connection after an upgrade. It belongs to one thread and
 * nothing blocks; what is not marked "any thread" is called on that thread.
 */
public interface CarriedConnection {
    /** Told on the connection's thread. */
    interface Readiness {
        void readable();

        void writable();
    }

    /** Any thread. */
    InetSocketAddress localAddress();

    /** The peer's, past load balancers whose word the listener was told to take. Any thread. */
    InetSocketAddress remoteAddress();

    /** Begins to tell of readiness, of none until {@link #interest} says of what. */
    void begin(Readiness readiness);

    void interest(boolean reading, boolean writing);

    /** @return count of bytes, 0 when there is none now, -1 at the end of input */
    int read(ByteBuffer target) throws IOException;

    /** Takes what it can. @return count of bytes taken, 0 when there is no room now */
    int write(ByteBuffer source) throws IOException;

    /** @return whether everything that was taken has left; if not, {@link Readiness#writable} tells when to ask again */
    boolean flush() throws IOException;

    void shutdownOutput() throws IOException;

    /** Any thread. */
    void execute(Runnable task);

    /** Any thread, also more than once. */
    void close();
}
