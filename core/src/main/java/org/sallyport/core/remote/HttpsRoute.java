package org.sallyport.core.remote;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Opens a TLS connection to the cluster's HTTPS port, through an HTTP proxy where there is one, and upgrades it. */
final class HttpsRoute {
    /** What is said in HTTP before the connection is handed on. */
    interface Talk {
        void run(HttpLine line, TlsChannel channel) throws IOException;
    }

    private final ClusterAddress address;
    private final Optional<HttpProxy> proxy;
    private final Duration limit;
    private final RemoteFailures failures;

    /** @param limit for all of it: name resolution excepted, connection, proxy, TLS, upgrade */
    HttpsRoute(ClusterAddress address, Optional<HttpProxy> proxy, Duration limit) {
        this.address = requireNonNull(address, "address");
        this.proxy = requireNonNull(proxy, "proxy");
        this.limit = requireNonNull(limit, "limit");
        this.failures = new RemoteFailures(address, Json.jsonMapper());
    }

    /** To whoever answers: the talk, or what is carried, must prove who that is before it is told a secret. */
    TlsChannel unverified(Talk talk) {
        return open(TlsContexts.unverified(), false, talk);
    }

    /** To a server whose certificate this system trusts and that names the host. */
    TlsChannel verified(Talk talk) {
        try {
            return open(SSLContext.getDefault(), true, talk);
        } catch (NoSuchAlgorithmException e) {
            throw new SallyportException(ErrorCode.INTERNAL, "TLS cannot be set up on this machine", "", e);
        }
    }

    /** Blocks. @return a channel whose socket does not block */
    private TlsChannel open(SSLContext context, boolean named, Talk talk) {
        SocketChannel socket = null;
        Stage stage = Stage.NETWORK;
        try (Deadline deadline = new Deadline(limit)) {
            socket = connect(deadline);
            TlsChannel channel = new TlsChannel(socket, engine(context, named));
            stage = Stage.TLS;
            channel.handshake(deadline);
            stage = Stage.HTTP;
            talk.run(new HttpLine(channel, socket, deadline), channel);
            return channel;
        } catch (SocketTimeoutException e) {
            discard(socket, e);
            throw silent(stage, e);
        } catch (IOException | RuntimeException e) {
            discard(socket, e);
            throw failures.of(e);
        }
    }

    /** Asks for the connection to become something else. */
    void upgrade(HttpLine line, ApiRequest request, String protocol) throws IOException {
        HttpHead head =
                line.exchange(address, request.header("Connection", "Upgrade").header("Upgrade", protocol));
        if (head.status() != 101) {
            throw failures.of(head.status(), line.body(head));
        }
        if (!protocol.equalsIgnoreCase(head.header("upgrade").orElse(""))) {
            throw unreachable(
                    "HTTP: " + address + " switched to another protocol than " + protocol
                            + "; check that this is the cluster's address",
                    null);
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
                        "HTTP: " + address + " did not answer the upgrade within " + time
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
            // a window's adjustment is a small packet, and would wait a round trip for the answer to the one before
            socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
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
        HttpHead head = new HttpLine(socket, socket, deadline).exchange(request);
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

    private SSLEngine engine(SSLContext context, boolean named) {
        SSLEngine engine = context.createSSLEngine(address.bareHost(), address.port());
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        // a load balancer must not choose HTTP/2, which has no upgrade
        parameters.setApplicationProtocols(new String[] {"http/1.1"});
        if (named) {
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
        }
        if (!address.bareHost().matches("[0-9.]+|.*:.*")) {
            parameters.setServerNames(List.of(new SNIHostName(address.bareHost())));
        }
        engine.setSSLParameters(parameters);
        return engine;
    }
}
