package org.sallyport.ejb.proxysession;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.core.audit.AuditRepository.Found;
import org.sallyport.core.audit.AuditRepository.Position;
import org.sallyport.core.audit.AuditRepository.Stored;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.core.recording.RecordingService.Recorder;
import org.sallyport.core.recording.RecordingService.Upload;
import org.sallyport.ejb.node.Nodes;
import org.sallyport.ejb.transaction.Transactions;

/**
 * Recordings that this server's proxy made. At which node a session was is in the audit log, where its start was durable before
 * it began; so what is sent late is taken in also when the node is gone by then.
 */
@ApplicationScoped
public class ProxyRecordings {
    private static final int MOST_REMEMBERED = 2000;
    private static final int PAGE = 100;
    /** A search looks at so many events at a time; this one is for what a restart left behind. */
    private static final int MOST_PAGES = 100;

    private static final String NODE = "node";
    private static final Duration AROUND = Duration.ofMinutes(5);
    private static final Caller.System CALLER = new Caller.System("proxy");

    private final ProxyId id;
    private final RecordingService recordings;
    private final Nodes nodes;
    private final AuditRepository audit;
    private final Transactions transactions;
    /** By session: its segments come one after the other. */
    private final Map<String, Recorder> known = Collections.synchronizedMap(new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Recorder> eldest) {
            return size() > MOST_REMEMBERED;
        }
    });

    /** For the container's proxy. */
    protected ProxyRecordings() {
        this(null, null, null, null, null);
    }

    @Inject
    public ProxyRecordings(
            ProxyId id, RecordingService recordings, Nodes nodes, AuditRepository audit, Transactions transactions) {
        this.id = id;
        this.recordings = recordings;
        this.nodes = nodes;
        this.audit = audit;
        this.transactions = transactions;
    }

    /** @throws SallyportException NOT_FOUND for a session at a node that nobody has heard of */
    boolean store(RecordingInfo info, Upload upload) {
        Recorder recorder = Optional.ofNullable(known.get(info.sessionId())).orElseGet(() -> recorder(info));
        boolean complete = recordings.storeSegment(CALLER, recorder, info, upload);
        known.put(info.sessionId(), recorder);
        if (complete) {
            known.remove(info.sessionId());
        }
        return complete;
    }

    private Recorder recorder(RecordingInfo info) {
        return began(info)
                .or(() -> nodes.named(info.node()).stream().findFirst().map(this::at))
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.NOT_FOUND,
                        "Auth Service refused a segment: neither is there a node '" + info.node()
                                + "' nor does the audit log know of session " + info.sessionId()));
    }

    private Optional<Recorder> began(RecordingInfo info) {
        return start(info).map(hostId -> nodes.named(hostId).stream()
                .filter(node -> node.hostId().equals(hostId))
                .findFirst()
                .map(this::at)
                .orElseGet(() -> new Recorder(id.text(), hostId, info.node())));
    }

    /**
     * Host id of the node, as the event of the session's start has it that this proxy reported. An agent may write events of
     * any session's id; they must not say whose recording a proxy's is.
     */
    private Optional<String> start(RecordingInfo info) {
        AuditQuery started = new AuditQuery(
                Optional.of(info.started().minus(AROUND)),
                Optional.of(info.started().plus(AROUND)),
                "",
                AuditEventType.SESSION_START.wireName(),
                "",
                info.sessionId(),
                "");
        Optional<Position> before = Optional.empty();
        for (int page = 0; page < MOST_PAGES; page++) {
            Optional<Position> from = before;
            Found found = transactions.required(() -> audit.search(started, from, PAGE));
            Optional<String> host = found.events().stream()
                    .map(Stored::event)
                    .filter(this::reportedHere)
                    .map(AuditEvent::resource)
                    .findFirst();
            if (host.isPresent() || found.next().isEmpty()) {
                return host;
            }
            before = found.next();
        }
        return Optional.empty();
    }

    private boolean reportedHere(AuditEvent event) {
        return event.resourceKind().equals(NODE)
                && !event.resource().isEmpty()
                && id.text().equals(event.fields().get(ProxyReports.REPORTED_BY));
    }

    private Recorder at(Node node) {
        return new Recorder(id.text(), node.hostId(), node.name());
    }
}
