package org.sallyport.transport;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.net.StandardSocketOptions;
import java.nio.channels.NetworkChannel;
import java.nio.channels.SocketChannel;
import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.sshd.common.Closeable;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.Property;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoService;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoSession;
import org.apache.sshd.common.util.closeable.AbstractInnerCloseable;
import org.apache.sshd.core.CoreModuleProperties;

/** What the accepting and the connecting side have in common: the sessions and the options of their sockets. */
abstract class LoopService extends AbstractInnerCloseable implements IoService {
    private final FactoryManager manager;
    private final EventLoops loops;
    private final IoHandler handler;
    private final AtomicLong ids = new AtomicLong();
    private final Map<Long, IoSession> sessions = new ConcurrentHashMap<>();
    private volatile IoServiceEventListener listener;

    LoopService(FactoryManager manager, EventLoops loops, IoHandler handler) {
        this.manager = requireNonNull(manager, "manager");
        this.loops = requireNonNull(loops, "loops");
        this.handler = requireNonNull(handler, "handler");
    }

    final FactoryManager manager() {
        return manager;
    }

    final EventLoops loops() {
        return loops;
    }

    final IoHandler handler() {
        return handler;
    }

    final Executor blocking() {
        return loops.blocking();
    }

    final Handshakes handshakes() {
        return loops.handshakes();
    }

    /** A connection's; newer ones have larger ones. */
    final long number() {
        return ids.incrementAndGet();
    }

    final LoopSession session(long number, Wire wire, SocketAddress accepting) {
        return new LoopSession(number, this, wire, accepting);
    }

    /**
     * Tells MINA of a new session, where that may block.
     *
     * @throws Exception what the handler throws; the session is closed then
     */
    final void created(LoopSession session) throws Exception {
        sessions.put(session.getId(), session);
        try {
            handler.sessionCreated(session);
        } catch (Exception e) {
            session.close(true);
            throw e;
        }
        if (isClosing()) {
            session.close(true);
        }
    }

    final void closed(LoopSession session) {
        sessions.remove(session.getId());
    }

    final void options(SocketChannel channel) throws IOException {
        channel.configureBlocking(false);
        set(channel, CoreModuleProperties.TCP_NODELAY, StandardSocketOptions.TCP_NODELAY);
        set(channel, CoreModuleProperties.SOCKET_KEEPALIVE, StandardSocketOptions.SO_KEEPALIVE);
        set(channel, CoreModuleProperties.SOCKET_LINGER, StandardSocketOptions.SO_LINGER);
        set(channel, CoreModuleProperties.SOCKET_RCVBUF, StandardSocketOptions.SO_RCVBUF);
        set(channel, CoreModuleProperties.SOCKET_SNDBUF, StandardSocketOptions.SO_SNDBUF);
    }

    final <T> void set(NetworkChannel channel, Property<T> property, SocketOption<T> option) throws IOException {
        Optional<T> value = property.get(manager);
        if (value.isPresent()) {
            channel.setOption(option, value.get());
        }
    }

    @Override
    protected Closeable getInnerCloseable() {
        return builder().parallel(toString(), sessions.values()).build();
    }

    @Override
    public Map<Long, IoSession> getManagedSessions() {
        return Collections.unmodifiableMap(sessions);
    }

    @Override
    public IoServiceEventListener getIoServiceEventListener() {
        return listener;
    }

    @Override
    public void setIoServiceEventListener(IoServiceEventListener newListener) {
        listener = newListener;
    }
}
