package org.sallyport.ejb.proxysession;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.node.Node;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.core.access.AccessKnowledge;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.LiveReport;
import org.sallyport.core.connector.ProxySessions;
import org.sallyport.core.connector.SessionEnd;
import org.sallyport.core.recording.RecordingService;
import org.sallyport.ejb.recordingkey.RecordingKeys;

/** See {@link ProxySessions}: where SSH that ends at the proxy meets the Auth Service. */
@ApplicationScoped
public class ProxySessionDesk implements ProxySessions {
    private final Courses courses;
    private final ProxyCertificates certificates;
    private final ServerKnowledge knowledge;
    private final ProxyReports reports;
    private final ProxyRecordings recordings;
    private final RecordingKeys recordingKeys;

    /** For the container's proxy. */
    protected ProxySessionDesk() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public ProxySessionDesk(
            Courses courses,
            ProxyCertificates certificates,
            ServerKnowledge knowledge,
            ProxyReports reports,
            ProxyRecordings recordings,
            RecordingKeys recordingKeys) {
        this.courses = courses;
        this.certificates = certificates;
        this.knowledge = knowledge;
        this.reports = reports;
        this.recordings = recordings;
        this.recordingKeys = recordingKeys;
    }

    @Override
    public Course course(Caller.User caller, Node node) {
        return courses.of(caller, node);
    }

    @Override
    public NodeKeys nodeKeys(Node node) {
        return certificates.nodeKeys(node);
    }

    @Override
    public String certificate(ProxyLogin login) {
        return certificates.certificate(login);
    }

    @Override
    public AccessKnowledge knowledge() {
        return knowledge;
    }

    @Override
    public LiveNodes nodes() {
        return reports::node;
    }

    /** Empty while it is not known and the store is away. */
    @Override
    public Optional<RecordingKey> recordingKey() {
        try {
            return Optional.of(recordingKeys.current());
        } catch (SallyportException failure) {
            if (failure.code() == ErrorCode.STORE_UNAVAILABLE) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    @Override
    public void emitAudit(List<AuditEvent> events) {
        reports.emitAudit(events);
    }

    @Override
    public boolean storeSegment(RecordingInfo info, RecordingService.Upload upload) {
        return recordings.store(info, upload);
    }

    @Override
    public List<SessionEnd> liveSessions(String hostId, LiveReport report) {
        return reports.liveSessions(hostId, report);
    }

    @Override
    public AutoCloseable onSessionEnds(Consumer<SessionEnd> told) {
        return reports.onSessionEnds(told);
    }
}
