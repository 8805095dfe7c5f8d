package org.sallyport.benchmarks.idle;

import java.io.IOException;
import java.net.SocketAddress;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.common.signature.BuiltinSignatures;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.tunnel.ProxyRoute;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.remote.ClusterAddress;
import org.sallyport.transport.EventLoops;
import org.sallyport.transport.algorithm.AlgorithmFactories;

/** Many agents' tunnels in one process: logged in, kept alive, no channel. */
final class Swarm implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int AT_ONCE = 16;

    private final SshCertificateChecker checker = new SshCertificateChecker(Clock.systemUTC());
    private final Trust trust;
    private final ClusterAddress address;
    private final EventLoops loops;
    private final ExecutorService connecting = Executors.newVirtualThreadPerTaskExecutor();
    private final ProxyRoute route;
    private final SshClient client;

    Swarm(ProxyRoute route, AgentIdentity any) {
        this.trust = new Trust(1, any.cluster().clusterId(), any.authorities(), Set.of());
        this.route = route;
        this.address = route.address(any.cluster());
        this.loops = new EventLoops(2, Thread.ofPlatform().daemon().factory(), connecting);
        this.client = SshClient.setUpDefaultClient();
        client.setIoServiceFactoryFactory(
                switch (route) {
                    case ProxyRoute.Https https -> https.transport(loops);
                    case ProxyRoute.SshPort ignored -> new Nio2ServiceFactoryFactory();
                });
        client.setNioWorkers(2);
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setKeyIdentityProvider(KeyIdentityProvider.EMPTY_KEYS_PROVIDER);
        client.setAgentFactory(null);
        client.setSignatureFactories(
                List.of(BuiltinSignatures.ed25519_cert, BuiltinSignatures.ed25519, BuiltinSignatures.nistp256));
        AlgorithmFactories.client(SshAlgorithms.ALL).applyTo(client);
        client.setServerKeyVerifier(this::isProxy);
        CoreModuleProperties.NIO2_READ_BUFFER_SIZE.set(client, 4096);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(client, Duration.ofSeconds(15));
        CoreModuleProperties.HEARTBEAT_REQUEST.set(client, "keepalive@openssh.com");
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, 3);
        client.start();
    }

    private boolean isProxy(ClientSession session, SocketAddress remote, PublicKey key) {
        try {
            checker.checkHost(key, address.bareHost(), trust);
            return true;
        } catch (SallyportException e) {
            throw new IllegalStateException(e.userMessage(), e);
        }
    }

    List<ClientSession> open(List<AgentIdentity> agents) throws InterruptedException, ExecutionException {
        try (ExecutorService pool = Executors.newFixedThreadPool(AT_ONCE)) {
            List<Future<ClientSession>> opening = new ArrayList<>();
            for (AgentIdentity agent : agents) {
                opening.add(pool.submit(() -> open(agent)));
            }
            List<ClientSession> open = new ArrayList<>();
            for (Future<ClientSession> session : opening) {
                open.add(session.get());
            }
            return open;
        }
    }

    private ClientSession open(AgentIdentity agent) throws IOException {
        ClientSession session = client.connect("agent:" + agent.hostId(), route.target(address), null, null)
                .verify(PATIENCE)
                .getSession();
        session.addPublicKeyIdentity(
                new KeyPair(agent.tunnelCertificate(), agent.keys().tunnel().getPrivate()));
        session.auth().verify(PATIENCE);
        return session;
    }

    @Override
    public void close() {
        client.stop();
        loops.close();
        connecting.shutdown();
    }
}
