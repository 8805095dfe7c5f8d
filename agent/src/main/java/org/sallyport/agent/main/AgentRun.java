package org.sallyport.agent.main;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import org.sallyport.agent.audit.AuditSpool;
import org.sallyport.agent.audit.RefusedEvents;
import org.sallyport.agent.cache.KnowledgeCache;
import org.sallyport.agent.config.AgentConfig;
import org.sallyport.agent.control.ControlKeeper;
import org.sallyport.agent.control.ControlTasks;
import org.sallyport.agent.control.RecordingKeyCache;
import org.sallyport.agent.host.SshServiceConfig;
import org.sallyport.agent.host.SystemHost;
import org.sallyport.agent.host.SystemThreads;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.Credentials;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.agent.identity.IdentityStore;
import org.sallyport.agent.join.AuthorityCatchUp;
import org.sallyport.agent.join.JoinApi;
import org.sallyport.agent.join.Joining;
import org.sallyport.agent.labels.NodeLabels;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.agent.process.SystemAccounts;
import org.sallyport.agent.retry.Backoff;
import org.sallyport.agent.tunnel.ProxyRoute;
import org.sallyport.agent.tunnel.ProxyTrust;
import org.sallyport.agent.tunnel.TunnelKeeper;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.remote.ClusterClient;
import org.sallyport.core.remote.ServerTrust;
import org.sallyport.core.resume.ReplayBudget;
import org.sallyport.session.auth.HostKeys;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.connection.NodeAccess;
import org.sallyport.session.messages.Place;
import org.sallyport.session.recording.RecordingQueue;
import org.sallyport.session.recording.Recordings;
import org.sallyport.session.resume.ResumeDesk;
import org.sallyport.session.resume.ThreadTimer;
import org.sallyport.session.server.ServedNode;
import org.sallyport.session.server.SshService;
import org.sallyport.session.server.SshThreads;

/** One run of the agent, put together from its parts; what was opened is closed last to first. */
final class AgentRun {
    private static final Duration LONGEST_STALE = Duration.ofHours(12);
    private static final Duration SETTLED = Duration.ofSeconds(30);
    private static final Duration TIDY = Duration.ofMinutes(10);

    /** Of the heap. */
    private static final int RESUMPTION_SHARE = 4;

    private static final int WINDOWS_SHARE = 3;

    private final AgentConfig config;
    private final String version;
    private final Clock clock;
    private final RandomGenerator random = RandomGenerator.getDefault();
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private TunnelKeeper tunnel;
    private ResumeDesk resumptions;

    AgentRun(AgentConfig config, String version, Clock clock) {
        this.config = config;
        this.version = version;
        this.clock = clock;
    }

    /** Blocks until {@link #stop}. @throws org.sallyport.api.error.SallyportException when it cannot work */
    void run() throws InterruptedException {
        AgentMessages.LOG.starting(
                version,
                config.nodeName(),
                config.services().stream().map(ServiceType::wireName).collect(Collectors.joining(", ")));
        DataDirectory directory = opened(DataDirectory.open(config.dataDir()));
        Credentials credentials = joined(directory);
        KnowledgeCache cache = new KnowledgeCache(directory, credentials, clock);
        Path spoolDirectory = directory.directory("audit");
        AuditSpool spool = opened(new AuditSpool(spoolDirectory, AuditSpool.DEFAULT_LIMIT));
        NodeLabels labels = opened(new NodeLabels(config.ssh()));
        labels.start();
        labels.awaitFirstRound();
        RecordingKeyCache recordingKey = new RecordingKeyCache(directory);
        SystemThreads threads = opened(new SystemThreads());
        Recordings recordings = opened(new Recordings(
                directory.directory("recordings"), Place.AGENT, recordingKey::current, threads.recordings()));
        SshService ssh = opened(sshService(credentials, cache, labels, spool, recordings, threads.threads()));
        ResumeDesk desk = opened(new ResumeDesk(
                Place.AGENT,
                ssh,
                config.resumeTimeout(),
                new ReplayBudget(Runtime.getRuntime().maxMemory() / RESUMPTION_SHARE),
                opened(new ThreadTimer()),
                System::nanoTime));
        ControlTasks tasks = new ControlTasks(
                new ControlTasks.Self(credentials.current().nodeName(), version, labels, ssh.sessions()),
                credentials,
                cache,
                new ControlTasks.Outbox(
                        spool, new RefusedEvents(spoolDirectory), new RecordingQueue(recordings), recordingKey),
                random,
                clock);
        ControlKeeper control = opened(new ControlKeeper(credentials, cache::trust, tasks, random, clock));
        StatusFile status = new StatusFile(directory, control, clock);
        ProxyRoute route = config.sshPort() ? new ProxyRoute.SshPort() : new ProxyRoute.Https(config.proxyServer());
        TunnelKeeper keeper = new TunnelKeeper(
                route, credentials, proxyTrust(cache), Map.of(ServiceType.SSH, desk), status, random, clock);
        synchronized (this) {
            tunnel = keeper;
            resumptions = desk;
        }
        Thread.ofVirtual().name("control").start(() -> runControl(control));
        Thread.ofVirtual().name("settle").start(AgentRun::settle);
        keeper.run();
    }

    /** What starting or a transfer took is garbage by then, but an agent at rest never collects by itself. */
    private static void settle() {
        try {
            for (Duration pause = SETTLED; ; pause = TIDY) {
                Thread.sleep(pause);
                System.gc();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void runControl(ControlKeeper control) {
        try {
            control.run();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private Credentials joined(DataDirectory directory) throws InterruptedException {
        IdentityStore store = new IdentityStore(directory);
        Joining joining = new Joining(store, this::joinApi, new Backoff(random), Thread::sleep, clock);
        AgentIdentity identity = joining.ensure(new Joining.Wish(config.nodeName(), config.services(), config.token()));
        return new Credentials(store, identity);
    }

    /** The connection is for one request: an agent keeps none to the HTTPS port. */
    private JoinApi joinApi(Optional<AgentIdentity> known) {
        return request -> {
            try (ClusterClient client = new ClusterClient(config.proxyServer(), trust(known), clock)) {
                return client.join(request);
            }
        };
    }

    private ProxyTrust proxyTrust(KnowledgeCache cache) {
        return new AuthorityCatchUp(
                cache,
                AuthorityCatchUp.byHttps(config.proxyServer(), clock),
                config.dataDir().resolve(IdentityStore.FILE));
    }

    /** What is known of a living identity comes before the pin, which does not follow a rotation of the CAs. */
    private ServerTrust trust(Optional<AgentIdentity> known) {
        Optional<AgentIdentity> living = known.filter(identity -> !identity.expired(clock.instant()));
        if (living.isEmpty() && !config.caPins().isEmpty()) {
            return new ServerTrust.CaPin(config.caPins());
        }
        Optional<Authority> host = known.map(AgentIdentity::authorities).orElse(List.of()).stream()
                .filter(authority -> authority.type() == CaType.HOST)
                .findFirst();
        return host.<ServerTrust>map(ServerTrust.KnownAuthority::new).orElseGet(ServerTrust.SystemPki::new);
    }

    private SshService sshService(
            Credentials credentials,
            KnowledgeCache cache,
            NodeLabels labels,
            AuditSpool spool,
            Recordings recordings,
            SshThreads threads) {
        NodeAccess access = new NodeAccess(
                Place.AGENT,
                cache,
                () -> new NodeTarget(
                        credentials.current().hostId(), credentials.current().nodeName(), labels.labels()),
                clock);
        SystemAccounts accounts = new SystemAccounts(clock);
        SshServiceConfig defaults = SshServiceConfig.defaults(accounts.privileged(), config.dataDir());
        ServedNode node = new ServedNode(
                access,
                () -> new HostKeys(
                        credentials.current().keys().host(),
                        credentials.current().hostCertificate()),
                new SystemHost(new SshServiceConfig(config.ssh().acceptEnv(), defaults.socketDirectory()), accounts),
                LONGEST_STALE);
        return new SshService(node, spool, recordings, ChannelWindows.of(WINDOWS_SHARE, Place.AGENT), threads);
    }

    private synchronized <T extends AutoCloseable> T opened(T part) {
        opened.push(part);
        return part;
    }

    /** Takes nothing new, lets live sessions finish for as long as configured, then ends everything. */
    void stop() throws InterruptedException {
        TunnelKeeper keeper;
        ResumeDesk desk;
        synchronized (this) {
            keeper = tunnel;
            desk = resumptions;
        }
        if (keeper != null) {
            Duration limit = config.drainTimeout();
            AgentMessages.LOG.draining(keeper.dials() == 0 ? "nothing" : limit.toSeconds() + " s");
            keeper.stop(limit, desk::close);
        }
        close();
        AgentMessages.LOG.ended();
    }

    synchronized void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                AgentMessages.LOG.notClosed(e);
            }
        }
    }
}
