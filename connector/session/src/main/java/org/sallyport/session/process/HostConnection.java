package org.sallyport.session.process;

import java.io.IOException;

/** What one user's connection has of its host. Closed with the connection. Calls block, unless they say otherwise. */
public interface HostConnection extends AutoCloseable {
    /** @throws org.sallyport.api.error.SallyportException when it cannot be started, naming cause and remedy */
    SessionProcess start(Launch launch);

    /** Has the client's ssh-agent at hand for processes that are started with it from now on. */
    void forwardAgent() throws IOException;

    /** From the host to there ({@code ssh -L}). */
    ByteStream connect(String target, int port) throws IOException;

    /**
     * At the host for the client ({@code ssh -R}), as it asked for it.
     *
     * @param port 0 for any
     * @return the port listened on
     */
    int listen(String address, int port) throws IOException;

    /** The lowest port that is listened on for clients, as far as this side says. Does not block. */
    int lowestPort();

    /** @return whether it was listened on */
    boolean cancel(String address, int port) throws IOException;

    @Override
    void close() throws IOException;
}
