package org.sallyport.ejb.connector;

import jakarta.ejb.MessageDriven;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jboss.ejb3.annotation.ResourceAdapter;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.api.rest.JoinResponse;
import org.sallyport.core.access.AccessKnowledge;
import org.sallyport.core.audit.AuditService;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.cluster.ClusterService;
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
import org.sallyport.core.join.JoinService;
import org.sallyport.core.join.JoinService.RenewKeys;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.proxysession.ProxySessionDesk;
import org.sallyport.ejb.telemetry.CountedCall;

/** Where the resource adapter's calls enter the Auth Service; see {@link ConnectorListener}. Decides nothing itself. */
@MessageDriven(messageListenerInterface = ConnectorListener.class)
@ResourceAdapter("sallyport.ear#connector.rar")
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Interceptors({CountedCall.class, Translated.class})
public class ConnectorMessageBean implements ConnectorListener {
    @Inject
    private Gate gate;

    @Inject
    private Admission admission;

    @Inject
    private Tunnels tunnels;

    @Inject
    private ClusterService cluster;

    @Inject
    private AuditService audit;

    @Inject
    private JoinService join;

    @Inject
    private RecordingService recordings;

    @Inject
    private ProxySessionDesk proxySessions;

    @Override
    public ServerKeys serverKeys() {
        return gate.serverKeys();
    }

    @Override
    public Trust trust() {
        return cluster.trust();
    }

    @Override
    public String clusterName() {
        return cluster.info().clusterName();
    }

    @Override
    public SshAlgorithms sshAlgorithms() {
        return tunnels.algorithms();
    }

    @Override
    public Optional<SallyportException> admit(SshIdentity identity, String address) {
        return admission.admit(identity);
    }

    @Override
    public List<Optional<SallyportException>> locked(List<LiveUse> uses) {
        return admission.locked(uses);
    }

    @Override
    public void ended(LiveUse use, String address, SallyportException lock) {
        tunnels.ended(use, address, lock);
    }

    @Override
    public AutoCloseable onLocks(Runnable changed) {
        return admission.onLocks(changed);
    }

    @Override
    public void loggedIn(SshIdentity identity, String address) {
        gate.loggedIn(identity, address);
    }

    @Override
    public void loginRefused(String claimed, String address, SallyportException refusal) {
        gate.loginRefused(claimed, address, refusal);
    }

    @Override
    public Optional<Integer> maxConnections(Caller.User caller) {
        return gate.maxConnections(caller);
    }

    @Override
    public List<Node> route(Caller.User caller, DialTarget target) {
        return gate.route(caller, target);
    }

    @Override
    public void dialed(Caller.User caller, DialTarget target, String hostId, Optional<SallyportException> refusal) {
        gate.dialed(caller, target, hostId, refusal);
    }

    @Override
    public void tunnelUp(TunnelInfo tunnel) {
        tunnels.up(tunnel);
    }

    @Override
    public void tunnelDown(TunnelInfo tunnel, String reason, boolean last) {
        tunnels.down(tunnel, reason);
    }

    @Override
    public long heartbeat(Caller.Agent agent, Node node) {
        return tunnels.heartbeat(agent, node);
    }

    @Override
    public void caUse(Caller.Agent agent, CaUse use) {
        tunnels.caUse(agent, use);
    }

    @Override
    public List<SessionEnd> liveSessions(Caller.Agent agent, LiveReport report) {
        return tunnels.liveSessions(agent, report);
    }

    @Override
    public AutoCloseable onSessionEnds(Caller.Agent agent, Consumer<SessionEnd> told) {
        return tunnels.onSessionEnds(agent, told);
    }

    @Override
    public List<String> emitAudit(Caller.Agent agent, List<AuditEvent> events) {
        return audit.ingest(agent, events);
    }

    @Override
    public boolean storeSegment(Caller.Agent agent, RecordingInfo info, RecordingService.Upload upload) {
        return recordings.storeSegment(agent, info, upload);
    }

    @Override
    public JoinResponse renew(Caller.Agent agent, RenewKeys keys) {
        return join.renew(agent, keys);
    }

    @Override
    public AutoCloseable watch(Caller.Agent agent, long fromRevision, WatchSink sink) {
        return gate.watch(fromRevision, sink);
    }

    @Override
    public void componentRefused(String claimed, String address, SallyportException refusal) {
        gate.componentRefused(claimed, address, refusal);
    }

    @Override
    public Course course(Caller.User caller, Node node) {
        return proxySessions.course(caller, node);
    }

    @Override
    public NodeKeys nodeKeys(Node node) {
        return proxySessions.nodeKeys(node);
    }

    @Override
    public String certificate(ProxyLogin login) {
        return proxySessions.certificate(login);
    }

    @Override
    public AccessKnowledge knowledge() {
        return proxySessions.knowledge();
    }

    @Override
    public LiveNodes nodes() {
        return proxySessions.nodes();
    }

    @Override
    public Optional<RecordingKey> recordingKey() {
        return proxySessions.recordingKey();
    }

    @Override
    public void emitAudit(List<AuditEvent> events) {
        proxySessions.emitAudit(events);
    }

    @Override
    public boolean storeSegment(RecordingInfo info, RecordingService.Upload upload) {
        return proxySessions.storeSegment(info, upload);
    }

    @Override
    public List<SessionEnd> liveSessions(String hostId, LiveReport report) {
        return proxySessions.liveSessions(hostId, report);
    }

    @Override
    public AutoCloseable onSessionEnds(Consumer<SessionEnd> told) {
        return proxySessions.onSessionEnds(told);
    }
}
