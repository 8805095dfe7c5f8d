package org.sallyport.transport;

import java.net.SocketAddress;

/** Runs what takes long before a connection is settled: key exchanges and logins, message by message. */
@FunctionalInterface
public interface Handshakes {
    /**
     * Never blocks; a connection has one step under way at a time.
     *
     * @param peer where the connection comes from
     * @param connection older ones have smaller numbers
     */
    void execute(SocketAddress peer, long connection, Runnable step);
}
