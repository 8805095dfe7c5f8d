package org.sallyport.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;

/**
 * What an SSH connection is read from and written to: a socket on a loop of ours, or a connection that another listener
 * accepted. A wire belongs to one thread. Nothing blocks; what is not marked "any thread" is called on the wire's own.
 */
public interface Wire {
    /** What is told of readiness, on the wire's thread. */
    interface User {
        void readable() throws IOException;

        void writable() throws IOException;

        /** As wanted by {@link #flushLater}. */
        void flush() throws IOException;

        void failed(Throwable cause);
    }

    /** Any thread. */
    SocketAddress localAddress();

    /** The peer's, past whatever stands between. Any thread. */
    SocketAddress remoteAddress();

    /** Begins to tell the user, of nothing until {@link #interest} says of what. */
    void begin(User user) throws IOException;

    void interest(boolean reading, boolean writing);

    /** Shared, cleared: to be filled and emptied within one call. */
    ByteBuffer input();

    /** Shared, cleared: to be filled and emptied within one call. */
    ByteBuffer output();

    /** @return count of bytes, 0 when there is none now, -1 at the end of input */
    int read(ByteBuffer target) throws IOException;

    /** Whether {@link #read} has more without being told of readiness. */
    boolean more();

    /** Takes what it can; the rest stays in the buffer. */
    int write(ByteBuffer source) throws IOException;

    /** @return whether everything that was taken has left; if not, {@link User#writable} tells when to ask again */
    boolean flush() throws IOException;

    /** Any thread. @throws java.util.concurrent.RejectedExecutionException when the wire's thread has ended */
    void execute(Runnable task);

    /** Has {@link User#flush} called soon, once for what one turn made to be written. Any thread. */
    void flushLater(User user);

    /** After everything was flushed. */
    void shutdownOutput() throws IOException;

    /** Any thread, also more than once. */
    void close();
}
