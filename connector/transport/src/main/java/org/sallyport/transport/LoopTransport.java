package org.sallyport.transport;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.apache.sshd.common.Factory;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.io.IoAcceptor;
import org.apache.sshd.common.io.IoConnector;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.IoServiceEventListener;
import org.apache.sshd.common.io.IoServiceFactory;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.apache.sshd.common.util.closeable.AbstractCloseable;
import org.apache.sshd.common.util.threads.CloseableExecutorService;

/** Puts {@link EventLoops} under MINA, in the place of its own transports. The loops belong to the caller. */
public final class LoopTransport implements IoServiceFactoryFactory {
    private final EventLoops loops;
    private final Optional<Route> route;

    public LoopTransport(EventLoops loops) {
        this(loops, Optional.empty());
    }

    /** @param route by which connections are made, instead of straight to their target */
    public LoopTransport(EventLoops loops, Route route) {
        this(loops, Optional.of(route));
    }

    private LoopTransport(EventLoops loops, Optional<Route> route) {
        this.loops = requireNonNull(loops, "loops");
        this.route = route;
    }

    @Override
    public IoServiceFactory create(FactoryManager manager) {
        return new Services(manager);
    }

    @Override
    public void setExecutorServiceFactory(Factory<CloseableExecutorService> factory) {
        // the loops have their threads already
    }

    private final class Services extends AbstractCloseable implements IoServiceFactory {
        private final FactoryManager manager;
        private IoServiceEventListener listener;

        Services(FactoryManager manager) {
            this.manager = manager;
            this.listener = manager.getIoServiceEventListener();
        }

        @Override
        public IoConnector createConnector(IoHandler handler) {
            LoopConnector connector = new LoopConnector(manager, loops, handler, route);
            connector.setIoServiceEventListener(listener);
            return connector;
        }

        @Override
        public IoAcceptor createAcceptor(IoHandler handler) {
            LoopAcceptor acceptor = new LoopAcceptor(manager, loops, handler);
            acceptor.setIoServiceEventListener(listener);
            return acceptor;
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
}
