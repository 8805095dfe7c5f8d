package org.sallyport.session.upstream;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.process.ByteStream;
import org.sallyport.session.process.HostConnection;
import org.sallyport.session.process.Launch;
import org.sallyport.session.process.SessionProcess;
import org.sallyport.session.process.Visitor;

/** The one connection in a visitor's name to another SSH server; made when something first needs it. */
final class UpstreamConnection implements HostConnection, ArrivedChannel.Arrivals {
    static final String FORWARDED = "forwarded-tcpip";
    static final String AGENT = "auth-agent@openssh.com";
    private static final AttributeKey<UpstreamConnection> KEY = new AttributeKey<>();
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final UpstreamClient client;
    private final Destination destination;
    private final Visitor visitor;
    private final UnaryOperator<String> line;
    private final Set<String> listening = ConcurrentHashMap.newKeySet();
    private final ReentrantLock lock = new ReentrantLock();
    private volatile boolean agentForwarded;
    private ClientSession session;
    private volatile boolean closed;

    UpstreamConnection(UpstreamClient client, Destination destination, Visitor visitor, UnaryOperator<String> line) {
        this.client = requireNonNull(client, "client");
        this.destination = requireNonNull(destination, "destination");
        this.visitor = requireNonNull(visitor, "visitor");
        this.line = requireNonNull(line, "line");
    }

    static UpstreamConnection of(Session session) {
        return requireNonNull(session.getAttribute(KEY), "not logged in yet");
    }

    private ClientSession session() {
        lock.lock();
        try {
            if (closed) {
                throw new SallyportException(ErrorCode.SHUTTING_DOWN, "the connection has ended; connect again");
            }
            if (session == null || !session.isOpen()) {
                session = login();
                session.setAttribute(KEY, this);
                ClientSession begun = session;
                begun.addCloseFutureListener(over -> lost());
            }
            return session;
        } finally {
            lock.unlock();
            endWhenClosed();
        }
    }

    /** A client that only waits for connections to a port there would wait for ever: it is told, and connects again. */
    private void lost() {
        if (!closed && !listening.isEmpty()) {
            listening.clear();
            visitor.client()
                    .dismiss(line.apply(
                            "the connection to the " + destination.wording().server()
                                    + " was lost, and with it the ports that it listened on; connect again"));
        }
    }

    private ClientSession login() {
        try {
            return client.login(destination, visitor);
        } catch (SallyportException e) {
            destination.failed(visitor, e);
            throw e;
        }
    }

    private UpstreamChannel open(String type, Consumer<Buffer> payload) throws IOException {
        ClientSession at = session();
        UpstreamChannel channel =
                client.windows().grant(new UpstreamChannel(type, payload)).orElseThrow(() -> full(type));
        try {
            at.getService(ConnectionService.class).registerChannel(channel);
            channel.open().verify(ANSWER);
            return channel;
        } catch (IOException e) {
            channel.close(true);
            throw e;
        }
    }

    private SallyportException full(String type) {
        visitor.client().refused("channel " + type, ChannelWindows.FULL);
        return new SallyportException(ErrorCode.TOO_MANY_SESSIONS, ChannelWindows.FULL);
    }

    /** For channels that there is no memory for. */
    ArrivedChannel.Arrivals full() {
        return new ArrivedChannel.Arrivals() {
            @Override
            public Consumer<Buffer> expected(String type, Buffer content) throws IOException {
                throw new IOException(full(type).userMessage());
            }

            @Override
            public void open(String type, ByteStream stream, Consumer<Buffer> payload) {
                throw new IllegalStateException("never expected");
            }
        };
    }

    @Override
    public SessionProcess start(Launch launch) {
        String server = destination.wording().server();
        try {
            return UpstreamProcess.start(open("session", payload -> {}), launch, server, line);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new SallyportException(ErrorCode.SHUTTING_DOWN, "the proxy is stopping; try again in a moment");
        } catch (IOException e) {
            throw new SallyportException(
                    ErrorCode.INTERNAL,
                    "the " + server + " starts no session (" + e.getMessage() + "); try again, and see its log",
                    "",
                    e);
        }
    }

    @Override
    public void forwardAgent() {
        agentForwarded = true;
    }

    @Override
    public ByteStream connect(String target, int port) throws IOException {
        // the originator is nobody's business there, but RFC 4254 section 7.2 wants one
        return open("direct-tcpip", payload -> {
                    payload.putString(target);
                    payload.putUInt(port);
                    payload.putString("127.0.0.1");
                    payload.putUInt(0);
                })
                .streams();
    }

    @Override
    public int listen(String address, int port) throws IOException {
        if (port != 0) {
            // the first connection may come before the answer
            var unused = session();
            listening.add(key(address, port));
        }
        Buffer answer = ask("tcpip-forward", address, port);
        if (answer == null) {
            listening.remove(key(address, port));
            throw new IOException("the " + destination.wording().server() + " does not allow it");
        }
        int bound = port == 0 ? (int) answer.getUInt() : port;
        listening.add(key(address, bound));
        return bound;
    }

    /** Which ones the account may have the other server knows: its sockets are its own. */
    @Override
    public int lowestPort() {
        return 1;
    }

    @Override
    public boolean cancel(String address, int port) throws IOException {
        return listening.remove(key(address, port)) && ask("cancel-tcpip-forward", address, port) != null;
    }

    /** RFC 4254 section 7.1. @return null when it is refused */
    private Buffer ask(String request, String address, int port) throws IOException {
        ClientSession at = session();
        Buffer buffer = at.createBuffer(SshConstants.SSH_MSG_GLOBAL_REQUEST, 128);
        buffer.putString(request);
        buffer.putBoolean(true);
        buffer.putString(address);
        buffer.putUInt(port);
        try {
            return at.request(request, buffer, ANSWER);
        } catch (InterruptedIOException e) {
            Thread.currentThread().interrupt();
            throw e;
        }
    }

    @Override
    public Consumer<Buffer> expected(String type, Buffer content) throws IOException {
        if (type.equals(AGENT)) {
            require(agentForwarded, type);
            return payload -> {};
        }
        String address = content.getString();
        long port = content.getUInt();
        String from = content.getString();
        long fromPort = content.getUInt();
        require(listening.contains(key(address, (int) port)), type);
        return payload -> {
            payload.putString(address);
            payload.putUInt(port);
            payload.putString(from);
            payload.putUInt(fromPort);
        };
    }

    private static void require(boolean asked, String type) throws IOException {
        if (!asked) {
            throw new IOException("nobody asked for " + type);
        }
    }

    @Override
    public void open(String type, ByteStream stream, Consumer<Buffer> payload) throws IOException {
        visitor.client().open(type, stream, payload);
    }

    private static String key(String address, int port) {
        return address + " " + port;
    }

    /** Does not wait for a login that is under way: that one ends its connection itself. */
    @Override
    public void close() {
        closed = true;
        endWhenClosed();
    }

    private void endWhenClosed() {
        if (closed && lock.tryLock()) {
            try {
                if (session != null) {
                    session.close(false);
                    session = null;
                }
            } finally {
                lock.unlock();
            }
        }
    }
}
