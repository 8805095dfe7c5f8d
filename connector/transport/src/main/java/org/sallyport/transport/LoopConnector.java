package org.sallyport.transport;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
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
    LoopConnector(FactoryManager manager, EventLoops loops, IoHandler handler) {
        super(manager, loops, handler);
    }

    @Override
    public IoConnectFuture connect(SocketAddress target, AttributeRepository context, SocketAddress from) {
        IoConnectFuture future = new DefaultIoConnectFuture(target, null);
        try {
            Connecting connecting = new Connecting(SocketChannel.open(), target, context, from, future);
            connecting.start();
        } catch (IOException | RuntimeException e) {
            future.setException(e);
        }
        return future;
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
                IoServiceEventListener listener = getIoServiceEventListener();
                if (listener != null) {
                    listener.connectionEstablished(
                            LoopConnector.this, channel.getLocalAddress(), context, channel.getRemoteAddress());
                }
                LoopSession session = session(channel, loop, null);
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
                failed(e);
            }
        }

        @Override
        public void failed(Throwable cause) {
            discard();
            CancelFuture cancelled = future.getCancellation();
            if (cancelled != null) {
                cancelled.setCanceled();
            }
            future.setException(cause);
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
