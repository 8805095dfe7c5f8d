package org.sallyport.session.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Supplier;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.compression.BuiltinCompressions;
import org.apache.sshd.common.global.KeepAliveHandler;
import org.apache.sshd.common.io.IoHandler;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.session.SessionHeartbeatController.HeartbeatType;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.ServerBuilder;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.ForwardingFilter;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.apache.sshd.server.session.ServerUserAuthServiceFactory;
import org.apache.sshd.server.session.SessionFactory;
import org.sallyport.session.auth.CertificateAuthFactory;
import org.sallyport.session.auth.HostCertificateKeyProvider;
import org.sallyport.session.auth.HostKeys;
import org.sallyport.session.auth.LoginGate;
import org.sallyport.session.channel.SessionChannelFactory;
import org.sallyport.session.connection.AuditSink;
import org.sallyport.session.connection.SessionServices;
import org.sallyport.session.forward.ForwardChannelFactory;
import org.sallyport.session.forward.RemoteForwardHandler;
import org.sallyport.session.refusal.TellingConnectionServiceFactory;

/** MINA's server without its acceptor: configured, never bound to a port. */
final class InnerServer extends SshServer {
    /** Where MINA wants a limit and a slow client is no fault. */
    private static final Duration NEVER = Duration.ofDays(365);

    private static final Duration KEEP_ALIVE = Duration.ofSeconds(60);
    private static final Duration LOGIN_TIME = Duration.ofSeconds(60);
    private static final int MOST_CHANNELS = 512;

    private InnerServer() {}

    static InnerServer of(
            LoginGate gate,
            AuditSink audit,
            Supplier<HostKeys> hostKeys,
            SessionServices services,
            ScheduledExecutorService timer) {
        InnerServer server =
                (InnerServer) ServerBuilder.builder().factory(InnerServer::new).build();
        // pinned: with another back end on the class path MINA would take that one and lose the ends of streams
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        AlgorithmRefusals.install(server, gate.access(), audit);
        server.setCompressionFactories(List.of(BuiltinCompressions.none, BuiltinCompressions.delayedZlib));
        CertificateAuthFactory.install(server, gate, audit, services);
        HostCertificateKeyProvider.install(server, hostKeys);
        server.setServiceFactories(List.of(new ServerUserAuthServiceFactory(), new TellingConnectionServiceFactory()));
        // forwards are ours: MINA's lose the end of a stream whose peer closes
        server.setForwardingFilter(ForwardingFilter.asForwardingFilter(null, null, null));
        server.setGlobalRequestHandlers(List.of(
                KeepAliveHandler.INSTANCE,
                NoMoreSessionsHandler.INSTANCE,
                RemoteForwardHandler.start(),
                RemoteForwardHandler.cancel()));
        List<ChannelFactory> channels =
                new ArrayList<>(ForwardChannelFactory.all(services.windows(), services.streams()));
        channels.add(new SessionChannelFactory(services));
        server.setChannelFactories(channels);
        server.addSessionListener(new ConnectionLimits(gate.access().clock(), server::getScheduledExecutorService));
        server.limits();
        server.setScheduledExecutorService(timer, false);
        LiveSessions.install(server, gate.access(), services.threads(), timer);
        return server;
    }

    private void limits() {
        CoreModuleProperties.TCP_NODELAY.set(this, true);
        CoreModuleProperties.AUTH_TIMEOUT.set(this, LOGIN_TIME);
        // MINA ends idle sessions after 10 minutes and gives up on a slow reader after 30 seconds by default
        CoreModuleProperties.IDLE_TIMEOUT.set(this, Duration.ZERO);
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(this, NEVER);
        CoreModuleProperties.CHANNEL_CLOSE_TIMEOUT.set(this, Duration.ofHours(1));
        CoreModuleProperties.MAX_CONCURRENT_CHANNELS.set(this, MOST_CHANNELS);
        setSessionHeartbeat(HeartbeatType.IGNORE, KEEP_ALIVE);
    }

    /** What an acceptor would be given. */
    IoHandler begin() {
        checkConfig();
        SessionFactory factory = createSessionFactory();
        setSessionFactory(factory);
        setupSessionTimeout(factory);
        return factory;
    }
}
