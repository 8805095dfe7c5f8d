package org.sallyport.agent.host;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.session.process.Visitor;

/** The ports that one connection listens on for its client ({@code ssh -R}). */
final class RemoteForwards implements AutoCloseable {
    private static final int MOST = 64;

    private final Visitor.Client client;
    private final Map<String, ServerSocketChannel> listeners = new ConcurrentHashMap<>();

    RemoteForwards(Visitor.Client client) {
        this.client = requireNonNull(client, "client");
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
                client.open("forwarded-tcpip", new SocketStream(socket), payload -> {
                    payload.putString(host);
                    payload.putUInt(port);
                    payload.putString(from.getAddress().getHostAddress());
                    payload.putUInt(from.getPort());
                });
            } catch (IOException e) {
                AgentMessages.LOG.debugf(e, "forwarded port %d", (Integer) port);
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
