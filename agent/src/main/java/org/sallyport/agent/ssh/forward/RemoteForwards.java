package org.sallyport.agent.ssh.forward;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.session.Session;
import org.sallyport.agent.ssh.relay.RelayChannel;
import org.sallyport.agent.ssh.session.Connection;
import org.sallyport.agent.ssh.session.SshMessages;

/** The ports that one connection listens on for its client ({@code ssh -R}). */
final class RemoteForwards implements AutoCloseable {
    private static final AttributeKey<RemoteForwards> KEY = new AttributeKey<>();
    private static final int MOST = 64;

    private final Session session;
    private final Map<String, ServerSocketChannel> listeners = new ConcurrentHashMap<>();

    private RemoteForwards(Session session) {
        this.session = requireNonNull(session, "session");
    }

    /** Called under the session's lock, as requests are handled. */
    static RemoteForwards of(Session session) {
        RemoteForwards existing = session.getAttribute(KEY);
        if (existing != null) {
            return existing;
        }
        RemoteForwards made = new RemoteForwards(session);
        session.setAttribute(KEY, made);
        Connection.of(session).own(made);
        return made;
    }

    /** @return the port listened on */
    int listen(String host, int port) throws IOException {
        if (listeners.size() >= MOST) {
            throw new IOException("there are " + MOST + " already");
        }
        InetAddress address =
                host.equalsIgnoreCase("localhost") ? InetAddress.getLoopbackAddress() : InetAddress.getByName(host);
        ServerSocketChannel listener = ServerSocketChannel.open();
        try {
            listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            listener.bind(new InetSocketAddress(address, port));
            int bound = listener.socket().getLocalPort();
            listeners.put(key(host, bound), listener);
            Thread.ofVirtual().name("forward-listen-" + bound).start(() -> serve(listener, host, bound));
            return bound;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    boolean cancel(String host, int port) throws IOException {
        ServerSocketChannel listener = listeners.remove(key(host, port));
        if (listener != null) {
            listener.close();
        }
        return listener != null;
    }

    private void serve(ServerSocketChannel listener, String host, int port) {
        while (listener.isOpen()) {
            try {
                SocketChannel socket = listener.accept();
                socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
                InetSocketAddress from = (InetSocketAddress) socket.getRemoteAddress();
                // RFC 4254 section 7.2; clients find the forward by the address as they asked for it
                RelayChannel.open(session, "forwarded-tcpip", socket, payload -> {
                    payload.putString(host);
                    payload.putUInt(port);
                    payload.putString(from.getAddress().getHostAddress());
                    payload.putUInt(from.getPort());
                });
            } catch (IOException e) {
                SshMessages.LOG.debugf(e, "forwarded port %d", (Integer) port);
            }
        }
    }

    private static String key(String host, int port) {
        return host + " " + port;
    }

    @Override
    public void close() throws IOException {
        for (ServerSocketChannel listener : listeners.values()) {
            listener.close();
        }
    }
}
