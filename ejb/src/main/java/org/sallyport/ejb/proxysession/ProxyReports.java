package org.sallyport.ejb.proxysession;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.node.Node;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.node.LiveSessions;
import org.sallyport.ejb.node.LiveSessions.Source;
import org.sallyport.ejb.node.Nodes;
import org.sallyport.ejb.node.SessionEnds;

/** What this server's proxy tells of the sessions that end at it: as agents tell of theirs, and of any node. */
@ApplicationScoped
public class ProxyReports {
    static final String REPORTED_BY = "reported_by";

    /** The proxy tells again every minute; what it told goes when its server does. */
    private static final Duration BELIEVED = Duration.ofMinutes(3);

    private final ProxyId id;
    private final AuditWriter audit;
    private final LiveSessions sessions;
    private final SessionEnds ends;
    private final Nodes nodes;

    /** For the container's proxy. */
    protected ProxyReports() {
        this(null, null, null, null, null);
    }

    @Inject
    public ProxyReports(ProxyId id, AuditWriter audit, LiveSessions sessions, SessionEnds ends, Nodes nodes) {
        this.id = id;
        this.audit = audit;
        this.sessions = sessions;
        this.ends = ends;
        this.nodes = nodes;
    }

    void emitAudit(List<AuditEvent> events) {
        audit.recordNow(events.stream().map(this::reported).toList());
    }

    private AuditEvent reported(AuditEvent event) {
        Map<String, String> fields = new TreeMap<>(event.fields());
        fields.put(REPORTED_BY, id.text());
        return new AuditEvent(
                event.uid(),
                event.event(),
                event.code(),
                event.time(),
                event.outcome(),
                event.user(),
                event.resourceKind(),
                event.resource(),
                event.address(),
                event.sessionId(),
                event.message(),
                fields);
    }

    Optional<Node> node(String hostId) {
        return nodes.named(hostId).stream()
                .filter(node -> node.hostId().equals(hostId))
                .findFirst();
    }

    List<SessionEnd> liveSessions(String hostId, LiveReport report) {
        String node = nodes.named(hostId).stream().findFirst().map(Node::name).orElse(hostId);
        Source source = Source.proxy(hostId, id.text());
        sessions.told(source, node, report, BELIEVED);
        return ends.outstanding(source, report);
    }

    AutoCloseable onSessionEnds(Consumer<SessionEnd> told) {
        return ends.followProxy(id.text(), told);
    }
}
