package org.sallyport.transport;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.future.CancelFuture;
import org.apache.sshd.common.io.DefaultIoConnectFuture;
import org.apache.sshd.common.io.IoConnectFuture;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;

/** Makes connections. */
final class LoopConnector extends LoopService implements IoConnector {
    private final Optional<Route> route;

    LoopConnector(FactoryManager manager, EventLoops loops, IoHandler handler, Optional<Route> route) {
        super(manager, loops, handler);
        this.route = requireNonNull(route, "route");
    }

    @Override
    public IoConnectFuture connect(SocketAddress target, AttributeRepository context, SocketAddress from) {
        IoConnectFuture future = new DefaultIoConnectFuture(target, null);
        if (route.isPresent()) {
            blocking().execute(() -> follow(route.get(), target, context, future));
            return future;
        }
        try {
            Connecting connecting = new Connecting(SocketChannel.open(), target, context, from, future);
            connecting.start();
        } catch (IOException | RuntimeException e) {
            future.setException(e);
        }
        return future;
    }

    private void follow(Route way, SocketAddress target, AttributeRepository context, IoConnectFuture future) {
        try {
            Route.Connected connected = way.connect(target);
            options(connected.socket());
            EventLoop loop = loops().next();
            greet(new SocketWire(loop, connected.socket(), connected.cover()), context, future);
        } catch (Exception e) {
            failed(e, future);
        }
    }

    private void greet(SocketWire wire, AttributeRepository context, IoConnectFuture future) throws Exception {
        try {
            IoServiceEventListener listener = getIoServiceEventListener();
            if (listener != null) {
                listener.connectionEstablished(this, wire.localAddress(), context, wire.remoteAddress());
            }
            LoopSession session = session(number(), wire, null);
            if (context != null) {
                session.setAttribute(AttributeRepository.class, context);
            }
            created(session);
            future.setSession(session);
            if (future.getSession() == session) {
                session.begin();
            } else {
                session.close(true);
            }
        } catch (Exception e) {
            wire.close();
            throw e;
        }
    }

    private static void failed(Throwable cause, IoConnectFuture future) {
        CancelFuture cancelled = future.getCancellation();
        if (cancelled != null) {
            cancelled.setCanceled();
        }
        future.setException(cause);
    }

    private final class Connecting implements EventLoop.Ready {
        private final EventLoop loop = loops().next();
        private final SocketChannel channel;
        private final SocketAddress target;
        private final AttributeRepository context;
        private final SocketAddress from;
        private final IoConnectFuture future;

        Connecting(
                SocketChannel channel,
                SocketAddress target,
                AttributeRepository context,
                SocketAddress from,
                IoConnectFuture future) {
            this.channel = channel;
            this.target = target;
            this.context = context;
            this.from = from;
            this.future = future;
        }

        void start() throws IOException {
            try {
                options(channel);
                if (from != null) {
                    channel.bind(from);
                }
                if (channel.connect(target)) {
                    blocking().execute(this::greet);
                    return;
                }
            } catch (IOException | RuntimeException e) {
                channel.close();
                throw e;
            }
            future.addListener(done -> {
                if (done.isCanceled()) {
                    discard();
                }
            });
            loop.execute(() -> {
                try {
                    loop.register(channel, SelectionKey.OP_CONNECT, this);
                } catch (IOException | RuntimeException e) {
                    failed(e);
                }
            });
        }

        @Override
        public void ready(SelectionKey key) throws IOException {
            if (channel.finishConnect()) {
                key.interestOps(0);
                blocking().execute(this::greet);
            }
        }

        private void greet() {
            try {
                LoopConnector.this.greet(new SocketWire(loop, channel, new BareCover(channel)), context, future);
            } catch (Exception e) {
                failed(e);
            }
        }

        @Override
        public void failed(Throwable cause) {
            discard();
            LoopConnector.failed(cause, future);
        }

        private void discard() {
            try {
                channel.close();
            } catch (IOException e) {
                log.debug("the connection to {} did not close well", target, e);
            }
            loops().reap();
        }
    }
}
