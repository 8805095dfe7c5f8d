package org.sallyport.ejb.recording;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.stream.Collectors;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.recording.MissingSegments;
import org.sallyport.core.recording.RecordingRow;
import org.sallyport.core.recording.RecordingService.Recorder;
import org.sallyport.core.recording.SegmentRow;
import org.sallyport.ejb.auditlog.AuditWriter;

/** What the audit log says of recordings. */
@ApplicationScoped
public class RecordingLog {
    private static final int MOST_DAMAGE = 4096;

    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected RecordingLog() {
        this(null, null);
    }

    @Inject
    public RecordingLog(AuditWriter audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** In the transaction that ends it. */
    void completed(RecordingRow recording, List<SegmentRow> segments) {
        audit.record(ended(AuditEventType.RECORDING_COMPLETED, recording, segments)
                .message("recording of " + whose(recording) + " is complete: " + recording.segments() + " segments, "
                        + recording.bytes() + " bytes")
                .at(clock.instant()));
    }

    /** In the transaction that ends it. */
    void incomplete(RecordingRow recording, List<SegmentRow> segments) {
        String missing = String.join(", ", MissingSegments.of(segments, recording.lastNumber()));
        audit.record(ended(AuditEventType.RECORDING_INCOMPLETE, recording, segments)
                .message("recording of " + whose(recording) + " is incomplete: of its segments these are missing: "
                        + missing + "; when they are sent after all it is completed")
                .field("missing", missing)
                .at(clock.instant()));
    }

    private static AuditEvent.Builder ended(AuditEventType type, RecordingRow recording, List<SegmentRow> segments) {
        String damage = segments.stream()
                .filter(segment -> !segment.damage().isEmpty())
                .map(segment -> segment.number() + ": " + segment.damage())
                .collect(Collectors.joining("; "));
        return about(type, recording)
                .user(recording.info().user())
                .address(recording.info().address())
                .field("segments", recording.segments())
                .field("bytes", recording.bytes())
                .field("digest", recording.digest())
                .field("damage", damage.isEmpty() ? null : damage.substring(0, Math.min(damage.length(), MOST_DAMAGE)))
                .field("mode", recording.info().mode().wireName())
                .field("reported_by", recording.reporter());
    }

    void read(Caller caller, RecordingRow recording) {
        audit.recordNow(about(AuditEventType.RECORDING_READ, recording)
                .user(caller.name())
                .address(caller.address())
                .message("recording of " + whose(recording) + " was read")
                .field("session_user", recording.info().user())
                .at(clock.instant()));
    }

    /** In the transaction that deletes it. */
    void deleted(Caller caller, RecordingRow recording) {
        audit.record(about(AuditEventType.RECORDING_DELETED, recording)
                .user(caller.name())
                .address(caller.address())
                .message("recording of " + whose(recording) + " was deleted")
                .field("session_user", recording.info().user())
                .field("segments", recording.segments())
                .field("bytes", recording.bytes())
                .field("digest", recording.digest())
                .at(clock.instant()));
    }

    void refused(Caller caller, Recorder recorder, String sessionId, int number, SallyportException refusal) {
        audit.recordNow(AuditEvent.of(AuditEventType.COMPONENT_CALL_REFUSED)
                .user(recorder.name().isEmpty() ? caller.name() : recorder.name())
                .address(caller.address())
                .resource("node", recorder.hostId())
                .session(sessionId)
                .message(refusal.userMessage())
                .field("call", "upload_segment")
                .field("segment", number)
                .field("error", refusal.code().name())
                .at(clock.instant()));
    }

    private static AuditEvent.Builder about(AuditEventType type, RecordingRow recording) {
        return AuditEvent.of(type)
                .resource("node", recording.hostId())
                .session(recording.sessionId())
                .field("node", recording.info().node())
                .field("login", recording.info().login())
                .field("kind", recording.info().kind());
    }

    private static String whose(RecordingRow recording) {
        return recording.info().user() + "'s session as " + recording.info().login() + " at "
                + recording.info().node();
    }
}
