package org.sallyport.connector.adapter;

import java.net.InetSocketAddress;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.sshd.server.global.NoMoreSessionsHandler;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.auth.CertificateLogin;
import org.sallyport.connector.auth.HostIdentity;
import org.sallyport.connector.auth.LiveAlgorithms;
import org.sallyport.connector.auth.LiveTrust;
import org.sallyport.connector.auth.Logins;
import org.sallyport.connector.dial.AgentDials;
import org.sallyport.connector.dial.CarriedDials;
import org.sallyport.connector.dial.ChannelTypes;
import org.sallyport.connector.dial.Dialer;
import org.sallyport.connector.ending.EndingSsh;
import org.sallyport.connector.lock.LiveLocks;
import org.sallyport.connector.pipe.Deferral;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.connector.rpc.ComponentListener;
import org.sallyport.connector.rpc.ComponentStreams;
import org.sallyport.connector.shell.FileTransfers;
import org.sallyport.connector.shell.Shells;
import org.sallyport.connector.transport.ConnectorThreads;
import org.sallyport.connector.transport.SshListener;
import org.sallyport.connector.transport.TransportSettings;
import org.sallyport.connector.tunnel.KeepAlive;
import org.sallyport.connector.tunnel.TunnelRegistry;
import org.sallyport.connector.tunnel.Tunnels;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.connector.CarriedConnection;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.connector.ConnectorLoad;
import org.sallyport.transport.StreamBudget;

/** Everything that runs between an endpoint's activation and its deactivation: all of it, or nothing. */
public final class ActiveEndpoint implements AutoCloseable {
    private static final Duration CLOSE = Duration.ofSeconds(5);
    private static final Duration POLL = Duration.ofMillis(20);

    private final Deque<Runnable> undo = new ArrayDeque<>();
    private final EndpointSettings settings;
    private final Relays relays;
    private final LiveLocks locks;
    private final Dialer dialer;
    private final CarriedDials carriedDials;
    private final Shells shells;
    private final FileTransfers fileTransfers;
    private final Tunnels tunnels;
    private final TunnelRegistry registry = new TunnelRegistry();
    private SshListener ssh;
    private ComponentListener components;

    private ActiveEndpoint(
            EndpointSettings settings, ConnectorListener listener, ConnectorThreads threads, Clock clock) {
        this.settings = settings;
        undo.push(threads::close);
        relays = new Relays(
                new Deferral(threads.blocking(), threads::afterWrite),
                new StreamBudget(
                        Runtime.getRuntime().maxMemory() / TransportSettings.HEAP_SHARE,
                        TransportSettings.SMALLEST_WINDOW,
                        TransportSettings.LARGEST_WINDOW));
        KeepAlive keepAlive =
                new KeepAlive(settings.keepAlive(), TransportSettings.KEEP_ALIVE_MISSES, System::nanoTime);
        tunnels = new Tunnels(listener, registry, keepAlive, threads.blocking(), clock);
        locks = new LiveLocks(listener, threads.blocking(), threads::later, System::nanoTime);
        AgentDials agents = new AgentDials(registry, relays, settings.dialPatience());
        EndingSsh ending = opened(listener, agents, threads, clock);
        dialer = new Dialer(listener, agents, relays, locks, ending);
        carriedDials = new CarriedDials(
                dialer,
                relays,
                listener::clusterName,
                threads.blocking(),
                threads::carriedInput,
                task -> threads.later(task, TransportSettings.FAREWELL));
        shells = new Shells(dialer, relays, listener, threads, clock);
        undo.push(shells::close);
        fileTransfers = new FileTransfers(shells, threads);
        try {
            listen(listener, threads, keepAlive, clock);
        } catch (RuntimeException e) {
            unwind();
            throw e;
        }
    }

    private EndingSsh opened(ConnectorListener listener, AgentDials agents, ConnectorThreads threads, Clock clock) {
        try {
            EndingSsh ending = new EndingSsh(listener, agents, relays, threads, settings.ending(), clock);
            undo.push(ending::close);
            return ending;
        } catch (RuntimeException e) {
            unwind();
            throw e;
        }
    }

    private void listen(ConnectorListener listener, ConnectorThreads threads, KeepAlive keepAlive, Clock clock) {
        LiveTrust trust = new LiveTrust(listener);
        HostIdentity host = new HostIdentity();
        trust.subscribe(host);
        components = new ComponentListener(
                new InetSocketAddress(settings.address(), settings.grpcPort()),
                listener,
                trust,
                threads.blocking(),
                clock);
        undo.push(components::close);
        Logins logins = new Logins(listener, trust, new SshCertificateChecker(clock));
        LiveAlgorithms algorithms = new LiveAlgorithms(listener);
        ssh = SshListener.open(settings.ssh(), threads, server -> {
            algorithms.install(server, logins, threads.blocking());
            CertificateLogin.install(server, host, logins, threads.blocking());
            ChannelTypes.install(
                    server,
                    dialer,
                    relays,
                    listener::clusterName,
                    new ComponentStreams(components, relays),
                    listener,
                    threads.blocking());
            server.setGlobalRequestHandlers(List.of(keepAlive.answering(), NoMoreSessionsHandler.INSTANCE));
            server.addSessionListener(keepAlive);
            server.addSessionListener(tunnels);
            server.addSessionListener(locks);
        });
        undo.push(() -> ssh.close(CLOSE));
        locks.start();
        undo.push(locks::close);
        keepAlive.start(threads.timer());
        Runnable refresh = () -> {
            trust.refresh();
            algorithms.refresh();
        };
        var unused = threads.timer()
                .scheduleWithFixedDelay(() -> threads.blocking().execute(refresh), 1, 1, TimeUnit.SECONDS);
        ConnectorLog.LOG.listening(
                settings.ssh().map(at -> at.getHostString() + ":" + ssh.port()).orElse("no port of its own"),
                settings.address() + ":" + components.port());
    }

    /**
     * Opens the ports; they close again by {@link #close}.
     *
     * @throws SallyportException PORT_TAKEN, or what the listener failed with; nothing is left open then
     */
    public static ActiveEndpoint open(
            EndpointSettings settings, ConnectorListener listener, ClassLoader loader, Clock clock) {
        return new ActiveEndpoint(settings, listener, new ConnectorThreads(loader), clock);
    }

    /** Users and agents whose connection was accepted elsewhere. */
    public void carry(CarriedConnection connection) {
        ssh.carry(connection);
    }

    /** @throws SallyportException SHUTTING_DOWN when nothing can be carried, RATE_LIMITED when too much is under way */
    public void admit(InetSocketAddress peer) {
        ssh.admit(peer);
    }

    /** What outbound connections dial with. */
    public Dialer dialer() {
        return dialer;
    }

    /** What users dial with whose connection was accepted elsewhere. */
    public CarriedDials carriedDials() {
        return carriedDials;
    }

    /** Shells of users whose client is this server. */
    public Shells shells() {
        return shells;
    }

    /** Files that such users read and write. */
    public FileTransfers fileTransfers() {
        return fileTransfers;
    }

    public Relays relays() {
        return relays;
    }

    public TunnelRegistry registry() {
        return registry;
    }

    /** Connections of users, agents and strangers. */
    public int connections() {
        return ssh.sessions().size();
    }

    public ConnectorLoad load() {
        return new ConnectorLoad(registry.all().size(), relays.open(), connections());
    }

    public int sshPort() {
        return ssh.port();
    }

    public int grpcPort() {
        return components.port();
    }

    /** Sends agents elsewhere, lets live streams end for a while, then closes everything, last opened first. */
    @Override
    public void close() {
        dialer.refuseNew();
        ssh.refuseNew();
        tunnels.drain("the server is stopping");
        long deadline = System.nanoTime() + settings.drain().toNanos();
        while (relays.open() > 0 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(POLL.toNanos());
        }
        int cut = relays.open();
        relays.abortAll();
        unwind();
        ConnectorLog.LOG.stopped(cut);
    }

    private void unwind() {
        while (!undo.isEmpty()) {
            Runnable step = undo.pop();
            try {
                step.run();
            } catch (RuntimeException e) {
                ConnectorLog.LOG.closeFailed("a part of the connector", e);
            }
        }
    }
}
