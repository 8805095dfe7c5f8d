package org.sallyport.session.transport;

import static java.util.Objects.requireNonNull;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.future.CloseFuture;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.kex.KexState;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.sallyport.session.dial.DialReceiver;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.dial.DialStream;

/** Turns dialled streams into SSH sessions: MINA's acceptor without a port, or its connector without a socket. */
public final class StreamService extends AbstractCloseable implements IoService {
    private final IoHandler handler;
    private final Executor executor;
    private final StreamMoves moves;
    private final StreamSession.Settled direct;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, IoSession> sessions = new ConcurrentHashMap<>();

    /**
     * @param handler MINA's session factory
     * @param executor for handshakes: at least one thread, never one that delivers streams' bytes
     * @param direct whether, after the handshake, bytes are handled on the thread that brings them, else on the executor
     */
    public StreamService(IoHandler handler, Executor executor, StreamMoves moves, boolean direct) {
        this.handler = requireNonNull(handler, "handler");
        this.executor = requireNonNull(executor, "executor");
        this.moves = requireNonNull(moves, "moves");
        this.direct = direct ? StreamService::settled : session -> false;
    }

    void resumed(IoSession session, DialRequest request, Duration gap) {
        moves.resumed(session, request, gap);
    }

    /** @return what the stream's bytes are to be given to */
    public DialReceiver accept(DialRequest request, DialStream stream) {
        return accept(request, stream, AttributeRepository.ofAttributesMap(Map.of()));
    }

    /** @param context what MINA calls so: of a connection that is made rather than accepted */
    public DialReceiver accept(DialRequest request, DialStream stream, AttributeRepository context) {
        StreamSession session =
                new StreamSession(ids.incrementAndGet(), stream, address(request), this, handler, executor, direct);
        sessions.put(session.getId(), session);
        session.setAttribute(DialRequest.class, request);
        session.setAttribute(AttributeRepository.class, context);
        session.begin();
        if (isClosing()) {
            session.close(true);
        }
        return session;
    }

    /** @return what was dialled for this session */
    public static DialRequest request(IoSession session) {
        return (DialRequest) requireNonNull(session.getAttribute(DialRequest.class), "not a dialled session");
    }

    /** Unresolved when the proxy did not say: no source-address option of a certificate can match it. */
    private static InetSocketAddress address(DialRequest request) {
        String text = request.clientAddress();
        if (text.matches("[0-9a-fA-F.:]+")) {
            try {
                return new InetSocketAddress(InetAddress.getByName(text), 0);
            } catch (UnknownHostException e) {
                return InetSocketAddress.createUnresolved("unknown", 0);
            }
        }
        return InetSocketAddress.createUnresolved("unknown", 0);
    }

    private static boolean settled(IoSession session) {
        AbstractSession ssh = AbstractSession.getSession(session, true);
        return ssh != null && ssh.isAuthenticated() && KexState.DONE.equals(ssh.getKexState());
    }

    @Override
    protected CloseFuture doCloseGracefully() {
        return builder().parallel(this, sessions.values()).build().close(false);
    }

    @Override
    protected void doCloseImmediately() {
        sessions.values().forEach(session -> session.close(true));
        super.doCloseImmediately();
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
        return sessions;
    }

    @Override
    public IoServiceEventListener getIoServiceEventListener() {
        return null;
    }

    @Override
    public void setIoServiceEventListener(IoServiceEventListener listener) {
        throw new UnsupportedOperationException("sessions are followed by SessionListener");
    }
}
