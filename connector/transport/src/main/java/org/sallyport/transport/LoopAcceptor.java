package org.sallyport.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.core.CoreModuleProperties;

/** Listens on ports, and takes what others accepted. */
final class LoopAcceptor extends LoopService implements IoAcceptor, Carrier {
    private static final int AT_ONCE = 64;

    /** A login begun this late would not end before the peer's patience. Work for those who left helps nobody. */
    private static final long PATIENCE = TimeUnit.SECONDS.toNanos(12);

    private final Farewell farewell;
    private final Map<SocketAddress, ServerSocketChannel> ports = new ConcurrentHashMap<>();

    LoopAcceptor(FactoryManager manager, EventLoops loops, IoHandler handler) {
        super(manager, loops, handler);
        farewell = new Farewell(
                CoreModuleProperties.SERVER_IDENTIFICATION.get(manager).orElse("Sallyport"), blocking());
    }

    @Override
    public void bind(SocketAddress address) throws IOException {
        ServerSocketChannel port = ServerSocketChannel.open();
        try {
            port.configureBlocking(false);
            port.setOption(
                    StandardSocketOptions.SO_REUSEADDR,
                    CoreModuleProperties.SOCKET_REUSEADDR.get(manager()).orElse(Boolean.TRUE));
            port.bind(
                    address, CoreModuleProperties.SOCKET_BACKLOG.get(manager()).orElse(0));
        } catch (IOException | RuntimeException e) {
            port.close();
            throw e;
        }
        SocketAddress local = port.getLocalAddress();
        ports.put(local, port);
        EventLoop loop = loops().next();
        loop.execute(() -> {
            try {
                loop.register(port, SelectionKey.OP_ACCEPT, new Accepting(port, local));
            } catch (IOException | RuntimeException e) {
                log.warn("the port {} cannot be listened on", local, e);
            }
        });
    }

    @Override
    public void bind(Collection<? extends SocketAddress> addresses) throws IOException {
        for (SocketAddress address : addresses) {
            bind(address);
        }
    }

    @Override
    public void unbind(SocketAddress address) {
        ServerSocketChannel port = ports.remove(address);
        if (port != null) {
            try {
                port.close();
            } catch (IOException e) {
                log.warn("the port {} did not close well", address, e);
            }
            loops().awaitReaped();
        }
    }

    @Override
    public void unbind(Collection<? extends SocketAddress> addresses) {
        addresses.forEach(this::unbind);
    }

    @Override
    public void unbind() {
        unbind(List.copyOf(ports.keySet()));
    }

    @Override
    public Set<SocketAddress> getBoundAddresses() {
        // MINA takes addresses out of it
        return new HashSet<>(ports.keySet());
    }

    @Override
    protected void preClose() {
        unbind();
        super.preClose();
    }

    @Override
    public void carry(Wire wire) {
        try {
            tellAccepted(wire, wire.localAddress());
        } catch (IOException e) {
            log.debug("a connection by {} was not taken", wire, e);
            wire.close();
            return;
        }
        greetInTurn(wire, wire.localAddress());
    }

    /** @throws IOException when it must not be taken */
    private void tellAccepted(Wire wire, SocketAddress accepting) throws IOException {
        if (isClosing()) {
            throw new IOException("no new connections are taken");
        }
        IoServiceEventListener listener = getIoServiceEventListener();
        if (listener != null) {
            listener.connectionAccepted(this, wire.localAddress(), wire.remoteAddress(), accepting);
        }
    }

    /** A session is made when it is this connection's turn: who waits costs a socket and nothing else. */
    private void greetInTurn(Wire wire, SocketAddress accepting) {
        long number = number();
        long accepted = System.nanoTime();
        handshakes().execute(wire.remoteAddress(), number, () -> {
            try {
                if (System.nanoTime() - accepted > PATIENCE) {
                    throw new IOException("its turn comes too late, the peer will have given up");
                }
                LoopSession session = session(number, wire, accepting);
                created(session);
                session.begin();
            } catch (Exception e) {
                log.debug("a connection by {} was not taken", wire, e);
                aborted(wire, accepting, e);
                wire.close();
            }
        });
    }

    private void aborted(Wire wire, SocketAddress accepting, Exception cause) {
        IoServiceEventListener listener = getIoServiceEventListener();
        if (listener != null) {
            try {
                listener.abortAcceptedConnection(this, wire.localAddress(), wire.remoteAddress(), accepting, cause);
            } catch (IOException e) {
                log.debug("nobody wants to know of the end of {}", wire, e);
            }
        }
    }

    private final class Accepting implements EventLoop.Ready {
        private final ServerSocketChannel port;
        private final SocketAddress local;

        Accepting(ServerSocketChannel port, SocketAddress local) {
            this.port = port;
            this.local = local;
        }

        @Override
        public void ready(SelectionKey key) throws IOException {
            for (int i = 0; i < AT_ONCE; i++) {
                SocketChannel accepted = port.accept();
                if (accepted == null) {
                    return;
                }
                try {
                    options(accepted);
                    Wire wire = new SocketWire(loops().next(), accepted, new BareCover(accepted));
                    // on this thread, which is one: thousands that asked at once would stand in each other's way
                    tellAccepted(wire, local);
                    greetInTurn(wire, local);
                } catch (TurnedAway refusal) {
                    turnAway(accepted, refusal);
                } catch (IOException | RuntimeException e) {
                    discard(accepted);
                    log.debug("a connection at {} went away at once", local, e);
                }
            }
        }

        private void turnAway(SocketChannel accepted, TurnedAway refusal) {
            try {
                farewell.say(accepted, refusal.getMessage());
            } catch (IOException | RuntimeException e) {
                discard(accepted);
            }
        }

        private void discard(SocketChannel accepted) {
            try {
                accepted.close();
            } catch (IOException e) {
                log.debug("a refused connection at {} did not close well", local, e);
            }
            loops().reap();
        }

        /** Out of descriptors, for one: the port stays open, and the next turn tries again. */
        @Override
        public void failed(Throwable cause) {
            if (port.isOpen()) {
                log.warn("no connection was accepted at {}", local, cause);
            }
        }
    }
}
