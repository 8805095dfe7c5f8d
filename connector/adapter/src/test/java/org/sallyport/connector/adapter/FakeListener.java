package org.sallyport.connector.adapter;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.api.rest.JoinResponse;
import org.sallyport.core.access.AccessKnowledge;
import org.sallyport.core.access.FakeKnowledge;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.connector.LiveUse;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.core.connector.TunnelInfo;
import org.sallyport.core.connector.WatchSink;
import org.sallyport.core.identity.CaUse;
import org.sallyport.core.identity.SshIdentity;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.join.JoinService.RenewKeys;
import org.sallyport.core.recording.RecordingService;

/** An Auth Service of test size: keeps what it was told. */
public final class FakeListener implements ConnectorListener {
    public record Refused(String claimed, String address, ErrorCode code, String message) {}

    public record Dialed(String user, String target, String hostId, Optional<ErrorCode> refusal) {}

    public final List<SshIdentity> logins = new CopyOnWriteArrayList<>();
    public final List<Refused> refusals = new CopyOnWriteArrayList<>();
    public final List<Dialed> dials = new CopyOnWriteArrayList<>();
    public final List<String> tunnels = new CopyOnWriteArrayList<>();
    public final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    public final List<Node> heartbeats = new CopyOnWriteArrayList<>();
    public final List<LiveReport> liveReports = new CopyOnWriteArrayList<>();
    /** What heartbeats are answered. */
    public volatile List<SessionEnd> sessionEnds = List.of();
    /** Set while an agent's stream follows. */
    public volatile Consumer<SessionEnd> sessionEndTold;

    public final Map<String, CaUse> caUses = new ConcurrentHashMap<>();
    public final List<Refused> componentRefusals = new CopyOnWriteArrayList<>();
    public final List<Long> watchesClosed = new CopyOnWriteArrayList<>();
    public volatile BiFunction<SshIdentity, String, Optional<SallyportException>> admission =
            (identity, address) -> Optional.empty();
    /** Why something that lives may not go on. */
    public volatile Function<LiveUse, Optional<SallyportException>> locks = use -> Optional.empty();

    public final List<LiveUse> ended = new CopyOnWriteArrayList<>();
    public volatile Runnable locksChanged = () -> {};
    /** While set, nothing that must be durable can be recorded. */
    public volatile boolean storeAway;

    public volatile Map<String, String> nodes = Map.of();
    /** As roles may limit them. */
    public volatile Optional<Integer> connections = Optional.empty();

    public record Segment(Caller.Agent sender, RecordingInfo info, RecordingService.Upload upload) {}

    public final List<Segment> segments = new CopyOnWriteArrayList<>();

    public record ProxySegment(RecordingInfo info, RecordingService.Upload upload) {}

    public final FakeKnowledge knowledge = new FakeKnowledge(this::trust);
    /** Whether hosts without an agent may be at this host. */
    public volatile boolean localServers = true;

    /** By host id, as they are at the moment. */
    public final Map<String, Node> liveNodes = new ConcurrentHashMap<>();

    public volatile Course course = new Course.Through();
    /** By host id, where it is another. */
    public final Map<String, Course> courses = new ConcurrentHashMap<>();

    public final List<String> coursesAsked = new CopyOnWriteArrayList<>();
    /** Whatever is dialled, unless empty. */
    public volatile List<Node> routed = List.of();

    public volatile Function<Node, NodeKeys> nodeKeys = node -> {
        throw new UnsupportedOperationException();
    };
    public volatile Function<ProxyLogin, String> certificates = login -> {
        throw new UnsupportedOperationException();
    };
    public volatile Optional<RecordingKey> recordingKey = Optional.empty();
    public final List<ProxyLogin> proxyLogins = new CopyOnWriteArrayList<>();
    public final List<AuditEvent> proxyEvents = new CopyOnWriteArrayList<>();
    public final List<ProxySegment> proxySegments = new CopyOnWriteArrayList<>();
    public volatile WatchSink watcher;
    public volatile SshAlgorithms algorithms = SshAlgorithms.ALL;
    public volatile Optional<SallyportException> algorithmsFailure = Optional.empty();
    public final AtomicInteger algorithmsAskedInVain = new AtomicInteger();
    public final List<TunnelInfo> tunnelsUp = new CopyOnWriteArrayList<>();
    public volatile Trust trust;
    public volatile ServerKeys keys;

    public FakeListener(TestCluster cluster) {
        trust = cluster.trust(1);
        keys = cluster.serverKeys();
    }

    @Override
    public ServerKeys serverKeys() {
        return keys;
    }

    @Override
    public Trust trust() {
        return trust;
    }

    @Override
    public String clusterName() {
        return TestCluster.NAME;
    }

    @Override
    public SshAlgorithms sshAlgorithms() {
        algorithmsFailure.ifPresent(failure -> {
            algorithmsAskedInVain.incrementAndGet();
            throw failure;
        });
        return algorithms;
    }

    @Override
    public Optional<SallyportException> admit(SshIdentity identity, String address) {
        return admission.apply(identity, address);
    }

    @Override
    public List<Optional<SallyportException>> locked(List<LiveUse> uses) {
        return uses.stream().map(locks).toList();
    }

    @Override
    public void ended(LiveUse use, String address, SallyportException lock) {
        ended.add(use);
    }

    @Override
    public AutoCloseable onLocks(Runnable changed) {
        locksChanged = changed;
        return () -> locksChanged = () -> {};
    }

    @Override
    public void loggedIn(SshIdentity identity, String address) {
        requireStore(identity instanceof SshIdentity.UserIdentity);
        logins.add(identity);
    }

    @Override
    public void loginRefused(String claimed, String address, SallyportException refusal) {
        refusals.add(new Refused(claimed, address, refusal.code(), refusal.userMessage()));
    }

    @Override
    public Optional<Integer> maxConnections(Caller.User caller) {
        return connections;
    }

    @Override
    public List<Node> route(Caller.User caller, DialTarget target) {
        if (!routed.isEmpty()) {
            return routed;
        }
        String hostId = nodes.get(target.name());
        if (hostId == null) {
            throw new SallyportException(
                    ErrorCode.NOT_FOUND, "proxy: no node '" + target.name() + "' that you may see; see sallyport ls");
        }
        return List.of(
                new Node(hostId, target.name(), Map.of(), java.util.Set.of(ServiceType.SSH), "1", true, Instant.EPOCH));
    }

    @Override
    public void dialed(Caller.User caller, DialTarget target, String hostId, Optional<SallyportException> refusal) {
        requireStore(refusal.isEmpty());
        dials.add(new Dialed(caller.name(), target.name(), hostId, refusal.map(SallyportException::code)));
    }

    private void requireStore(boolean durable) {
        if (durable && storeAway) {
            throw new SallyportException(ErrorCode.STORE_UNAVAILABLE, "auth: the store is away; try again");
        }
    }

    @Override
    public void tunnelUp(TunnelInfo tunnel) {
        tunnelsUp.add(tunnel);
        tunnels.add("up " + tunnel.hostId());
    }

    @Override
    public void tunnelDown(TunnelInfo tunnel, String reason, boolean last) {
        tunnels.add("down " + tunnel.hostId() + " last=" + last);
    }

    @Override
    public long heartbeat(Caller.Agent agent, Node node) {
        heartbeats.add(node);
        return 1234;
    }

    @Override
    public void caUse(Caller.Agent agent, CaUse use) {
        caUses.put(agent.hostId(), use);
    }

    @Override
    public List<SessionEnd> liveSessions(Caller.Agent agent, LiveReport report) {
        liveReports.add(report);
        return sessionEnds;
    }

    @Override
    public AutoCloseable onSessionEnds(Caller.Agent agent, Consumer<SessionEnd> told) {
        sessionEndTold = told;
        return () -> sessionEndTold = null;
    }

    @Override
    public List<String> emitAudit(Caller.Agent agent, List<AuditEvent> told) {
        events.addAll(told);
        return told.stream().map(event -> event.uid().toString()).toList();
    }

    @Override
    public boolean storeSegment(Caller.Agent agent, RecordingInfo info, RecordingService.Upload upload) {
        segments.add(new Segment(agent, info, upload));
        return upload.last();
    }

    @Override
    public JoinResponse renew(Caller.Agent agent, RenewKeys renewed) {
        throw new SallyportException(
                ErrorCode.JOIN_REFUSED, "auth: no renewal for " + agent.name(), renewed.nodeName());
    }

    @Override
    public AutoCloseable watch(Caller.Agent agent, long fromRevision, WatchSink sink) {
        watcher = sink;
        sink.authorities(List.<Authority>of());
        sink.synced(fromRevision);
        return () -> watchesClosed.add(fromRevision);
    }

    @Override
    public void componentRefused(String claimed, String address, SallyportException refusal) {
        componentRefusals.add(new Refused(claimed, address, refusal.code(), refusal.userMessage()));
    }

    @Override
    public Course course(Caller.User caller, Node node) {
        coursesAsked.add(node.hostId());
        return courses.getOrDefault(node.hostId(), course);
    }

    @Override
    public NodeKeys nodeKeys(Node node) {
        return nodeKeys.apply(node);
    }

    @Override
    public String certificate(ProxyLogin login) {
        proxyLogins.add(login);
        return certificates.apply(login);
    }

    @Override
    public AccessKnowledge knowledge() {
        return knowledge;
    }

    @Override
    public LiveNodes nodes() {
        return hostId -> Optional.ofNullable(liveNodes.get(hostId));
    }

    @Override
    public Optional<RecordingKey> recordingKey() {
        return recordingKey;
    }

    @Override
    public void emitAudit(List<AuditEvent> told) {
        if (storeAway) {
            throw new SallyportException(ErrorCode.STORE_UNAVAILABLE, "Auth Service: the store is away");
        }
        proxyEvents.addAll(told);
    }

    @Override
    public boolean storeSegment(RecordingInfo info, RecordingService.Upload upload) {
        if (storeAway) {
            throw new SallyportException(ErrorCode.STORE_UNAVAILABLE, "Auth Service: the store is away");
        }
        proxySegments.add(new ProxySegment(info, upload));
        return upload.last();
    }

    @Override
    public List<SessionEnd> liveSessions(String hostId, LiveReport report) {
        return List.of();
    }

    @Override
    public AutoCloseable onSessionEnds(Consumer<SessionEnd> told) {
        return () -> {};
    }
}
