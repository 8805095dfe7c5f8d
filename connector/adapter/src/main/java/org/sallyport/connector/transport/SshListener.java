package org.sallyport.connector.transport;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Collection;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.RejectAllForwardingFilter;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.connector.CarriedConnection;
import org.sallyport.transport.Carrier;

/**
 * The SSH port. Which transport carries it is said in code, by {@link ConnectorThreads}: with Netty on the class path
 * MINA picks it by itself and then cuts streams at close (docs/adr/0004-mina-nio2-pinned.md).
 */
public final class SshListener {
    private static final String LOOPBACK = "127.0.0.1";

    /** Lets the port be closed before the connections are. */
    private static final class Server extends SshServer {
        private volatile boolean refusing;

        void refuseNew() {
            refusing = true;
            acceptNone();
        }

        void acceptNone() {
            if (acceptor != null) {
                acceptor.unbind();
            }
        }

        Optional<Carrier> carrier() {
            return !refusing && acceptor instanceof Carrier carrier ? Optional.of(carrier) : Optional.empty();
        }
    }

    private final Server server;
    private final ConnectorThreads threads;
    private final HandshakeLimit limit;

    private SshListener(Server server, ConnectorThreads threads, HandshakeLimit limit) {
        this.server = server;
        this.threads = threads;
        this.limit = limit;
    }

    /**
     * Opens the port, or leaves nothing behind.
     *
     * @param address empty for no port: then only connections are served that are carried
     * @param customize sets algorithms, host keys, authentication, channels
     * @throws SallyportException PORT_TAKEN
     */
    public static SshListener open(
            Optional<InetSocketAddress> address, ConnectorThreads threads, Consumer<SshServer> customize) {
        Server server = (Server) ServerBuilder.builder().factory(Server::new).build();
        server.setIoServiceFactoryFactory(threads.transport());
        server.setScheduledExecutorService(threads.timer(), false);
        server.setHost(address.map(InetSocketAddress::getHostString).orElse(LOOPBACK));
        server.setPort(address.map(InetSocketAddress::getPort).orElse(0));
        server.setForwardingFilter(RejectAllForwardingFilter.INSTANCE);
        LoginRate rate = new LoginRate(threads.handshakes()::busy, System::nanoTime);
        HandshakeLimit limit = new HandshakeLimit(
                TransportSettings.HANDSHAKES_PER_SOURCE,
                TransportSettings.HANDSHAKES,
                rate,
                new ReturnTimes(rate, System::nanoTime, RandomGenerator.getDefault()));
        server.addSessionListener(limit);
        server.setIoServiceEventListener(limit);
        limits(server);
        customize.accept(server);
        KexFlusher.use(threads.blocking());
        try {
            server.start();
            if (address.isEmpty()) {
                // MINA does not start without a port; what is carried does not need it
                server.acceptNone();
            }
        } catch (IOException | RuntimeException e) {
            server.close(true);
            KexFlusher.restore();
            throw taken("sallyport.ssh.port", address.orElseGet(() -> new InetSocketAddress(LOOPBACK, 0)), e);
        }
        return new SshListener(server, threads, limit);
    }

    /** The one error for a port that cannot be opened. */
    public static SallyportException taken(String property, InetSocketAddress address, Exception cause) {
        return new SallyportException(
                ErrorCode.PORT_TAKEN,
                "connector: cannot listen on " + address.getHostString() + ":" + address.getPort() + ": "
                        + cause.getMessage() + "; free the port or set another one with -D" + property,
                cause.toString(),
                cause);
    }

    private static void limits(SshServer server) {
        CoreModuleProperties.TCP_NODELAY.set(server, true);
        CoreModuleProperties.SOCKET_KEEPALIVE.set(server, true);
        CoreModuleProperties.SOCKET_BACKLOG.set(server, TransportSettings.BACKLOG);
        CoreModuleProperties.NIO2_READ_BUFFER_SIZE.set(server, TransportSettings.READ_BUFFER);
        CoreModuleProperties.MAX_PACKET_SIZE.set(server, TransportSettings.PACKET);
        CoreModuleProperties.WINDOW_SIZE.set(server, TransportSettings.SMALLEST_WINDOW);
        CoreModuleProperties.AUTH_TIMEOUT.set(server, TransportSettings.LOGIN_TIME);
        CoreModuleProperties.MAX_AUTH_REQUESTS.set(server, TransportSettings.AUTH_REQUESTS);
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(server, TransportSettings.CHANNELS_PER_CONNECTION);
        // a tunnel may be idle for ever; whether its peer lives is asked by keep-alives
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.SERVER_IDENTIFICATION.set(server, "Sallyport");
        CoreModuleProperties.STOP_WAIT_TIME.set(server, Duration.ofSeconds(5));
    }

    /** The port in use, also when 0 was asked for; not to be used when there is none. */
    public int port() {
        return server.getPort();
    }

    /** Takes a connection that was accepted elsewhere; the limits of the port hold for it too. */
    public void carry(CarriedConnection connection) {
        requireCarrier().carry(threads.wire(connection));
    }

    /** @throws SallyportException RATE_LIMITED when a connection from there would be turned away now; SHUTTING_DOWN */
    public void admit(InetSocketAddress peer) {
        requireCarrier();
        limit.refusal(peer).ifPresent(refusal -> {
            throw refusal;
        });
    }

    /** @throws SallyportException SHUTTING_DOWN, also when the transport is MINA's own, which takes no such connections */
    private Carrier requireCarrier() {
        return server.carrier()
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.SHUTTING_DOWN,
                        "connector: SSH inside HTTPS is not taken now; the server is stopping, or runs with"
                                + " -Dsallyport.ssh.transport=nio2, which leaves only the SSH port"));
    }

    public Collection<AbstractSession> sessions() {
        return server.getActiveSessions();
    }

    /** Accepts nobody any longer; live connections go on. */
    public void refuseNew() {
        server.refuseNew();
    }

    public void close(Duration deadline) {
        try {
            CloseFuture closing = server.close(false);
            if (!closing.await(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                server.close(true).await(deadline.toMillis(), TimeUnit.MILLISECONDS);
            }
            if (!server.isClosed()) {
                ConnectorLog.LOG.closeOverdue("SSH listener");
            }
        } catch (IOException e) {
            ConnectorLog.LOG.closeFailed("SSH listener", e);
        } finally {
            KexFlusher.restore();
        }
    }
}
