package org.sallyport.connector.ending;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.sallyport.api.node.Node;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.connector.dial.AgentDials;
import org.sallyport.connector.dial.Dialer;
import org.sallyport.connector.ending.EndedNode.CurrentNode;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.connector.pipe.ServedEnd;
import org.sallyport.connector.transport.ConnectorThreads;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.ProxySessions;
import org.sallyport.core.connector.ProxySessions.Course;
import org.sallyport.core.connector.ProxySessions.LiveNodes;
import org.sallyport.core.resume.ReplayBudget;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.connection.NodeAccess;
import org.sallyport.session.messages.Place;
import org.sallyport.session.recording.RecordingThreads;
import org.sallyport.session.resume.ResumeDesk;
import org.sallyport.session.resume.Timer;
import org.sallyport.session.server.ServedNode;
import org.sallyport.session.server.SshService;
import org.sallyport.session.server.SshThreads;
import org.sallyport.session.upstream.Destination;
import org.sallyport.session.upstream.UpstreamClient;
import org.sallyport.session.upstream.UpstreamHost;

/** SSH that ends at this proxy: a service for each node that was dialled so, made at the first dial. */
public final class EndingSsh implements Dialer.Ending, AutoCloseable {
    /**
     * Of this server.
     *
     * @param recordings where recordings lie until they are stored
     * @param servers where hosts without an agent are
     */
    public record Settings(Path recordings, ServerAddresses servers) {
        public Settings {
            requireNonNull(recordings, "recordings");
            requireNonNull(servers, "servers");
        }
    }

    private static final int WINDOWS_SHARE = 8;
    private static final int REPLAY_SHARE = 8;
    private static final Duration RESUMABLE = Duration.ofMinutes(15);
    private static final Duration LOOK = Duration.ofMinutes(1);
    private static final Duration LONGEST_STALE = Duration.ofMinutes(5);

    private final ProxySessions sessions;
    private final AgentDials dials;
    private final Relays relays;
    private final ConnectorThreads threads;
    private final ServerAddresses servers;
    private final Clock clock;
    private final ProxyRecordings recordings;
    private final SharedKnowledge knowledge;
    private final ProxyAudit audit;
    private final SshThreads sshThreads;
    private final UpstreamClient client;
    private final ChannelWindows windows = ChannelWindows.of(WINDOWS_SHARE, Place.PROXY);
    private final ReplayBudget replay = new ReplayBudget(Runtime.getRuntime().maxMemory() / REPLAY_SHARE);
    private final LiveNodes live;
    private final EndedNodes nodes;
    private final AutoCloseable ends;
    private final Future<?> looks;

    public EndingSsh(
            ProxySessions sessions,
            AgentDials dials,
            Relays relays,
            ConnectorThreads threads,
            Settings settings,
            Clock clock) {
        this.sessions = requireNonNull(sessions, "sessions");
        this.dials = requireNonNull(dials, "dials");
        this.relays = requireNonNull(relays, "relays");
        this.threads = requireNonNull(threads, "threads");
        this.servers = settings.servers();
        this.clock = requireNonNull(clock, "clock");
        this.sshThreads =
                new SshThreads(threads.blocking(), threads.sessions(), threads.blocking(), threads.timer(), false);
        this.knowledge = new SharedKnowledge(sessions.knowledge());
        this.audit = new ProxyAudit(sessions, threads::later, threads.blocking());
        this.recordings = new ProxyRecordings(
                sessions, settings.recordings(), new RecordingThreads(threads.sessions(), threads.blocking()));
        this.client = new UpstreamClient(threads.outgoing(), knowledge::sshAlgorithms, windows, sshThreads);
        this.live = sessions.nodes();
        this.nodes = new EndedNodes(this::made, clock);
        this.ends = sessions.onSessionEnds(wanted -> threads.blocking().execute(() -> nodes.end(wanted)));
        this.looks = threads.timer()
                .scheduleWithFixedDelay(
                        () -> threads.blocking().execute(this::look),
                        LOOK.toSeconds(),
                        LOOK.toSeconds(),
                        TimeUnit.SECONDS);
    }

    @Override
    public void serve(Caller.User caller, DialTarget target, Node node, Course course, ServedEnd end) {
        nodes.dial(node, course, dialled -> dialled.serve(caller, target, node, course, end));
    }

    private EndedNode made(Node first, Course course) {
        CurrentNode current = new CurrentNode(live, first, course);
        NodeAccess access = new NodeAccess(Place.PROXY, knowledge, () -> target(current.get()), clock);
        NodeLogins logins = new NodeLogins(sessions, audit, current::get, clock);
        SshService ssh = new SshService(
                new ServedNode(
                        access,
                        new NodeIdentity(sessions, current::get, clock),
                        new UpstreamHost(client, () -> destination(logins, current.course()), access::line),
                        LONGEST_STALE),
                audit,
                recordings.recordings(),
                windows,
                sshThreads);
        return new EndedNode(
                current,
                ssh,
                new ResumeDesk(Place.PROXY, ssh, RESUMABLE, replay, timer(), System::nanoTime),
                new LiveReports(sessions, first.hostId(), ssh.sessions(), threads.blocking(), threads::later));
    }

    private Destination destination(NodeLogins logins, Course course) {
        return switch (course) {
            case Course.ToServer server -> new ServerDestination(logins, server, servers);
            case Course.ToAgent ignored ->
                new AgentDestination(logins, dials, relays, new SshCertificateChecker(clock));
            case Course.Through ignored -> throw new IllegalArgumentException("it does not end here");
        };
    }

    private static NodeTarget target(Node node) {
        return new NodeTarget(node.hostId(), node.name(), node.labels());
    }

    private Timer timer() {
        return (delay, what) -> {
            var due = threads.timer()
                    .schedule(() -> threads.blocking().execute(what), delay.toMillis(), TimeUnit.MILLISECONDS);
            return () -> due.cancel(false);
        };
    }

    /** Nodes that have a service here. */
    int nodes() {
        return nodes.size();
    }

    /** Removes services that nobody uses; done now and then. */
    void look() {
        nodes.look();
    }

    @Override
    public void close() {
        close("the watch of sessions to be ended", ends);
        knowledge.end();
        looks.cancel(false);
        close("SSH that ends here", nodes);
        close("connections to nodes", client);
        close("recordings", recordings);
        close("audit events", audit);
    }

    private static void close(String what, AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            ConnectorLog.LOG.closeFailed(what, e);
        }
    }
}
