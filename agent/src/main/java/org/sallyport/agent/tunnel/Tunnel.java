package org.sallyport.agent.tunnel;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.session.ConnectionService;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialStream;
import org.sallyport.transport.algorithm.Negotiation;

/** One authenticated connection with the proxy. */
public final class Tunnel {
    private static final Duration OPENING = Duration.ofSeconds(15);

    private final ClientSession session;
    private final String address;
    private final Set<DialChannel> dials = ConcurrentHashMap.newKeySet();
    private volatile boolean retired;

    Tunnel(ClientSession session, String address) {
        this.session = requireNonNull(session, "session");
        this.address = requireNonNull(address, "address");
    }

    String address() {
        return address;
    }

    public ClientSession session() {
        return session;
    }

    /** What it is encrypted with. */
    public NegotiatedAlgorithms algorithms() {
        return Negotiation.of(session);
    }

    public boolean isOpen() {
        return session.isOpen();
    }

    /** Live streams that were dialled through this tunnel. */
    public int dials() {
        return dials.size();
    }

    void opened(DialChannel channel) {
        dials.add(channel);
        channel.addCloseFutureListener(future -> {
            dials.remove(channel);
            closeWhenDone();
        });
    }

    /** Closes the tunnel once its last dialled stream has ended. */
    void retire() {
        retired = true;
        closeWhenDone();
    }

    private void closeWhenDone() {
        if (retired && dials.isEmpty()) {
            session.close(false);
        }
    }

    /** A stream to the Auth Service's component API. Blocks until it is open. */
    public DialStream openComponent(DialReceiver receiver) {
        ComponentChannel channel = new ComponentChannel(receiver);
        try {
            session.getService(ConnectionService.class).registerChannel(channel);
            channel.open().verify(OPENING);
            return channel;
        } catch (IOException | IllegalStateException e) {
            channel.close(true);
            throw new SallyportException(
                    ErrorCode.PROXY_UNREACHABLE,
                    "tunnel: the proxy opens no stream to the Auth Service (" + e.getMessage()
                            + "); see the server's log",
                    "",
                    e);
        }
    }

    public void close() {
        session.close(true);
    }
}
