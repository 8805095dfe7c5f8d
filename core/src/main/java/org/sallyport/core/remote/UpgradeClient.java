package org.sallyport.core.remote;

import static java.util.Objects.requireNonNull;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ByteChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/**
 * Opens a connection to the cluster's HTTPS port and turns it into one that carries SSH (RFC 9110 section 7.8;
 * docs/protocol/upgrade.md). TLS only gets the bytes past what stands between: it is not verified, as a load balancer may
 * end it with a certificate of its own. Whom one talks to, SSH inside of it proves.
 */
public final class UpgradeClient {
    /** The one path that is upgraded. */
    public static final String PATH = "/api/v1/connect";

    /** The protocol token of SSH. */
    public static final String SSH = "ssh";

    private static final int LONGEST_HEAD = 16 * 1024;
    private static final int LONGEST_BODY = 64 * 1024;

    private final ClusterAddress address;
    private final Optional<HttpProxy> proxy;
    private final Duration limit;
    private final RemoteFailures failures;

    /** @param limit for all of it: name resolution excepted, connection, proxy, TLS, upgrade */
    public UpgradeClient(ClusterAddress address, Optional<HttpProxy> proxy, Duration limit) {
        this.address = requireNonNull(address, "address");
        this.proxy = requireNonNull(proxy, "proxy");
        this.limit = requireNonNull(limit, "limit");
        this.failures = new RemoteFailures(address, Json.jsonMapper());
    }

    /**
     * Blocks.
     *
     * @return a channel whose socket does not block
     * @throws SallyportException PROXY_UNREACHABLE, or what the server refused with
     */
    public TlsChannel open() {
        SocketChannel socket = null;
        Stage stage = Stage.NETWORK;
        try (Deadline deadline = new Deadline(limit)) {
            socket = connect(deadline);
            TlsChannel channel = new TlsChannel(socket, engine());
            stage = Stage.TLS;
            channel.handshake(deadline);
            stage = Stage.HTTP;
            upgrade(channel, deadline);
            return channel;
        } catch (SocketTimeoutException e) {
            discard(socket, e);
            throw silent(stage, e);
        } catch (IOException | RuntimeException e) {
            discard(socket, e);
            throw failures.of(e);
        }
    }

    private enum Stage {
        NETWORK,
        TLS,
        HTTP
    }

    /** Which of the steps got no answer tells where to look. */
    private SallyportException silent(Stage stage, SocketTimeoutException cause) {
        String time = limit.toSeconds() + " s";
        return unreachable(
                switch (stage) {
                    case NETWORK ->
                        "network: no answer from " + address + " within " + time
                                + "; check the address, the route and the firewalls";
                    case TLS ->
                        "TLS: " + address
                                + " takes connections, but its answer to the TLS handshake did not come within "
                                + time + "; large packets may get lost on the way (check the MTU, and that ICMP"
                                + " \"fragmentation needed\" passes the firewalls), or something else listens there";
                    case HTTP ->
                        "HTTP: " + address + " did not answer the upgrade to SSH within " + time
                                + "; a proxy or load balancer in between may not pass it on, or the server is overloaded";
                },
                cause);
    }

    private static void discard(SocketChannel socket, Exception cause) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            cause.addSuppressed(e);
        }
    }

    private SocketChannel connect(Deadline deadline) throws IOException {
        String host = proxy.map(HttpProxy::host).orElse(address.bareHost());
        InetSocketAddress next =
                new InetSocketAddress(host, proxy.map(HttpProxy::port).orElse(address.port()));
        if (next.isUnresolved()) {
            if (proxy.isPresent()) {
                throw unreachable("name resolution: there is no host " + host + "; check HTTPS_PROXY", null);
            }
            throw new UnknownHostException(host);
        }
        SocketChannel socket = SocketChannel.open();
        try {
            socket.configureBlocking(false);
            if (!socket.connect(next)) {
                deadline.await(socket, SelectionKey.OP_CONNECT);
                socket.finishConnect();
            }
            if (proxy.isPresent()) {
                passProxy(socket, proxy.get(), deadline);
            }
            return socket;
        } catch (IOException | RuntimeException e) {
            socket.close();
            if (proxy.isEmpty() || e instanceof SallyportException) {
                throw e;
            }
            throw unreachable(
                    "network: no connection through the proxy " + next + " that HTTPS_PROXY names (" + e.getMessage()
                            + "); check it, or exclude the cluster with NO_PROXY",
                    e);
        }
    }

    private static SallyportException unreachable(String message, Throwable cause) {
        return new SallyportException(ErrorCode.PROXY_UNREACHABLE, message, "", cause);
    }

    private void passProxy(SocketChannel socket, HttpProxy through, Deadline deadline) throws IOException {
        String request = "CONNECT " + address + " HTTP/1.1\r\nHost: " + address + "\r\n"
                + through.authorization()
                        .map(value -> "Proxy-Authorization: " + value + "\r\n")
                        .orElse("")
                + "\r\n";
        HttpHead head = exchange(socket, socket, request, deadline);
        if (head.status() / 100 != 2) {
            throw unreachable(
                    "HTTP: the proxy " + through + " that HTTPS_PROXY names answered CONNECT to " + address
                            + " with status " + head.status() + " " + head.reason() + "; "
                            + (head.status() == 407
                                    ? "give user and password in HTTPS_PROXY"
                                    : "it must allow this host and port, or be avoided with NO_PROXY"),
                    null);
        }
    }

    private SSLEngine engine() {
        SSLEngine engine = TlsContexts.unverified().createSSLEngine(address.bareHost(), address.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        // a load balancer must not choose HTTP/2, which has no upgrade
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        if (!address.bareHost().matches("[0-9.]+|.*:.*")) {
            parameters.setServerNames(List.of(new SNIHostName(address.bareHost())));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }

    private void upgrade(TlsChannel channel, Deadline deadline) throws IOException {
        String request = "GET " + PATH + " HTTP/1.1\r\nHost: " + address + "\r\nConnection: Upgrade\r\nUpgrade: " + SSH
                + "\r\n\r\n";
        HttpHead head = exchange(channel, channel.socket(), request, deadline);
        if (head.status() != 101) {
            throw failures.of(head.status(), body(channel, head, deadline));
        }
        if (!SSH.equalsIgnoreCase(head.header("upgrade").orElse(""))) {
            throw unreachable(
                    "HTTP: " + address
                            + " switched to another protocol than SSH; check that this is the cluster's address",
                    null);
        }
    }

    private HttpHead exchange(ByteChannel channel, SocketChannel socket, String request, Deadline deadline)
            throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(request.getBytes(StandardCharsets.ISO_8859_1));
        while (bytes.hasRemaining() || !flushed(channel)) {
            if (channel.write(bytes) == 0 && bytes.hasRemaining()) {
                deadline.await(socket, SelectionKey.OP_WRITE);
            }
        }
        StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            // one at a time: what follows the head belongs to whom the connection is handed on to
            byte[] one = read(channel, socket, 1, deadline);
            if (one.length == 0) {
                throw new EOFException("the connection ended instead of an answer");
            }
            head.append((char) (one[0] & 0xff));
            if (head.length() > LONGEST_HEAD) {
                throw new IOException("the head of the answer is longer than " + LONGEST_HEAD + " bytes");
            }
        }
        return HttpHead.parse(head.toString());
    }

    private static boolean flushed(ByteChannel channel) throws IOException {
        return !(channel instanceof TlsChannel tls) || tls.flush();
    }

    /** @return up to this many bytes, none at the end */
    private static byte[] read(ByteChannel channel, SocketChannel socket, int most, Deadline deadline)
            throws IOException {
        ByteBuffer target = ByteBuffer.allocate(most);
        int count = channel.read(target);
        while (count == 0) {
            deadline.await(socket, SelectionKey.OP_READ);
            count = channel.read(target);
        }
        byte[] bytes = new byte[Math.max(count, 0)];
        target.flip().get(bytes);
        return bytes;
    }

    private static byte[] body(TlsChannel channel, HttpHead head, Deadline deadline) throws IOException {
        long length = Math.min(head.contentLength(), LONGEST_BODY);
        ByteBuffer body = ByteBuffer.allocate((int) length);
        while (body.hasRemaining()) {
            byte[] part = read(channel, channel.socket(), body.remaining(), deadline);
            if (part.length == 0) {
                break;
            }
            body.put(part);
        }
        byte[] bytes = new byte[body.flip().remaining()];
        body.get(bytes);
        return bytes;
    }
}
