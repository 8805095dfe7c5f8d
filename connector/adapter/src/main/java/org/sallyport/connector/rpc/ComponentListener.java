package org.sallyport.connector.rpc;

import static java.util.Objects.requireNonNull;

import io.grpc.Server;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.ServerChannel;
import io.grpc.netty.shaded.io.netty.channel.local.LocalAddress;
import io.grpc.netty.shaded.io.netty.channel.local.LocalIoHandler;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioServerSocketChannel;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import io.grpc.netty.shaded.io.netty.util.concurrent.FastThreadLocal;
import io.grpc.netty.shaded.io.netty.util.concurrent.GlobalEventExecutor;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.auth.LiveTrust;
import org.sallyport.connector.transport.SshListener;
import org.sallyport.core.ca.X509CertificateChecker;
import org.sallyport.core.connector.ConnectorListener;

/**
 * The gRPC listener: on its TCP port for components that reach it directly, and inside the process for those that come
 * through their tunnel. Event loops and executor are ours, since gRPC's shared ones outlive an undeployment.
 */
public final class ComponentListener {
    private static final int LOOPS = 2;
    private static final int MOST_MESSAGE = 4 * 1024 * 1024;

    private final EventLoopGroup networkLoops;
    /** Netty 4.2 serves a kind of channel only with its own kind of loop. */
    private final EventLoopGroup insideLoops;

    private final LocalAddress inside = new LocalAddress("sallyport-component-" + UUID.randomUUID());
    private final Server local;
    private final Server network;

    /**
     * Opens the port, or leaves nothing behind.
     *
     * @throws org.sallyport.api.error.SallyportException PORT_TAKEN
     */
    public ComponentListener(
            InetSocketAddress address, ConnectorListener listener, LiveTrust trust, Executor blocking, Clock clock) {
        networkLoops = new MultiThreadIoEventLoopGroup(
                LOOPS, new DefaultThreadFactory("sallyport-grpc", true), NioIoHandler.newFactory());
        insideLoops = new MultiThreadIoEventLoopGroup(
                LOOPS, new DefaultThreadFactory("sallyport-grpc-inside", true), LocalIoHandler.newFactory());
        TlsIdentity tls = new TlsIdentity();
        Server opened = null;
        try {
            trust.subscribe(tls);
            AgentGate gate = new AgentGate(listener, trust, new X509CertificateChecker(clock));
            ComponentService service = new ComponentService(listener, blocking, clock);
            opened = build(inside, InsideServerChannel.class, insideLoops, tls, gate, service, blocking)
                    .start();
            local = opened;
            network = build(address, NioServerSocketChannel.class, networkLoops, tls, gate, service, blocking)
                    .start();
        } catch (IOException | RuntimeException e) {
            if (opened != null) {
                stop(opened);
            }
            stopLoops();
            throw e instanceof IOException taken
                    ? SshListener.taken("sallyport.grpc.port", address, taken)
                    : (RuntimeException) e;
        }
    }

    private Server build(
            SocketAddress address,
            Class<? extends ServerChannel> type,
            EventLoopGroup loops,
            TlsIdentity tls,
            AgentGate gate,
            ComponentService service,
            Executor blocking) {
        return NettyServerBuilder.forAddress(address)
                .channelType(type)
                .bossEventLoopGroup(loops)
                .workerEventLoopGroup(loops)
                .executor(requireNonNull(blocking, "blocking"))
                .sslContext(tls.context())
                .maxInboundMessageSize(MOST_MESSAGE)
                .permitKeepAliveTime(10, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .intercept(gate)
                .addService(service)
                .build();
    }

    public int port() {
        return network.getPort();
    }

    LocalAddress inside() {
        return inside;
    }

    EventLoopGroup loops() {
        return insideLoops;
    }

    public void close() {
        stop(network);
        stop(local);
        stopLoops();
    }

    private static void stop(Server server) {
        try {
            server.shutdown();
            if (!server.awaitTermination(1, TimeUnit.SECONDS)) {
                server.shutdownNow();
                if (!server.awaitTermination(2, TimeUnit.SECONDS)) {
                    ConnectorLog.LOG.closeOverdue("component API");
                }
            }
        } catch (InterruptedException e) {
            server.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private void stopLoops() {
        try {
            networkLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).await(3, TimeUnit.SECONDS);
            insideLoops.shutdownGracefully(0, 2, TimeUnit.SECONDS).await(3, TimeUnit.SECONDS);
            GlobalEventExecutor.INSTANCE.awaitInactivity(3, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (IllegalStateException neverStarted) {
            ConnectorLog.LOG.debug("netty's global executor was not in use", neverStarted);
        } finally {
            FastThreadLocal.removeAll();
        }
    }
}
