package org.sallyport.agent.control;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.bootstrap.ServerBootstrap;
import io.grpc.netty.shaded.io.netty.channel.Channel;
import io.grpc.netty.shaded.io.netty.channel.ChannelInitializer;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.local.LocalAddress;
import io.grpc.netty.shaded.io.netty.channel.local.LocalChannel;
import io.grpc.netty.shaded.io.netty.channel.local.LocalServerChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslProvider;
import io.grpc.util.AdvancedTlsX509KeyManager;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Supplier;
import javax.net.ssl.SSLException;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.tunnel.Tunnel;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.X509CertificateChecker;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.identity.Trust;

/** A gRPC channel inside a tunnel: no local port, TLS from the agent to the Auth Service. */
public final class ComponentLink implements AutoCloseable {
    private static final int MOST_BYTES = 8 << 20;
    private final Channel relay;
    private final ManagedChannel channel;

    public ComponentLink(
            Tunnel tunnel,
            AgentIdentity identity,
            Supplier<Trust> trust,
            Clock clock,
            EventLoopGroup loop,
            Executor executor) {
        SslContext tls = tls(identity, new AuthServerTrust(new X509CertificateChecker(clock), trust));
        LocalAddress address = new LocalAddress("component-" + UUID.randomUUID());
        relay = new ServerBootstrap()
                .group(loop)
                .channel(LocalServerChannel.class)
                .childOption(ChannelOption.AUTO_READ, false)
                .childHandler(new ChannelInitializer<LocalChannel>() {
                    @Override
                    protected void initChannel(LocalChannel accepted) {
                        accepted.pipeline().addLast(new ComponentRelay(tunnel));
                    }
                })
                .bind(address)
                .syncUninterruptibly()
                .channel();
        channel = NettyChannelBuilder.forAddress(address)
                .eventLoopGroup(loop)
                .channelType(LocalChannel.class)
                .sslContext(tls)
                .overrideAuthority(ServerKeys.AUTH_SERVER_NAME)
                .executor(executor)
                .maxInboundMessageSize(MOST_BYTES)
                .disableRetry()
                .build();
    }

    // the JDK's provider: what was learnt in spikes about tcnative holds for clients as well. Given key and chain,
    // netty makes a key store with a password of them and opens it again: tens of milliseconds of PBKDF2 each time
    private static SslContext tls(AgentIdentity identity, AuthServerTrust trust) {
        AdvancedTlsX509KeyManager own = new AdvancedTlsX509KeyManager();
        own.updateIdentityCredentials(
                identity.tlsChain().toArray(X509Certificate[]::new),
                identity.keys().tls().getPrivate());
        try {
            SslContextBuilder builder =
                    SslContextBuilder.forClient().keyManager(own).trustManager(trust);
            return GrpcSslContexts.configure(builder, SslProvider.JDK).build();
        } catch (SSLException e) {
            throw new SallyportException(ErrorCode.INTERNAL, "TLS cannot be set up on this machine", "", e);
        }
    }

    public ManagedChannel channel() {
        return channel;
    }

    @Override
    public void close() {
        channel.shutdownNow();
        relay.close();
    }
}
