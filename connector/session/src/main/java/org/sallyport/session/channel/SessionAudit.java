package org.sallyport.session.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.node.NegotiatedAlgorithms;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.process.ExitStatus;
import org.sallyport.session.process.Work;

/** What is told of one session; a start that cannot be recorded throws, and the session does not start. */
final class SessionAudit {
    private static final int MESSAGE_LENGTH = 120;
    private final Connection connection;
    private final UUID id;
    private final SessionRequest request;
    private final String recording;
    private final Instant started;
    private final AtomicBoolean ended = new AtomicBoolean();

    /** @param recording how it is recorded */
    SessionAudit(Connection connection, UUID id, SessionRequest request, String recording) {
        this.connection = connection;
        this.id = id;
        this.request = request;
        this.recording = recording;
        this.started = connection.access().clock().instant();
    }

    void start() {
        NegotiatedAlgorithms algorithms = connection.algorithms();
        connection.emit(event(AuditEventType.SESSION_START)
                .field("kex", algorithms.kex())
                .field("cipher", algorithms.cipher())
                .field("mac", algorithms.mac())
                .field("recording", recording)
                .message(request.kind() + " session started"));
        switch (request.work()) {
            case Work.Command command ->
                connection.emit(event(AuditEventType.EXEC)
                        .field("command", command.line())
                        .message("ran: " + shortened(command.line())));
            case Work.Sftp ignored -> connection.emit(event(AuditEventType.SFTP).message("file transfer started"));
            case Work.Shell ignored -> {}
        }
    }

    /** Once; later calls do nothing. @param status null when the connection ended before the process did */
    void end(ExitStatus status, long bytesIn, long bytesOut) {
        if (!ended.compareAndSet(false, true)) {
            return;
        }
        Duration lasted = Duration.between(started, connection.access().clock().instant());
        AuditEvent.Builder event = event(AuditEventType.SESSION_END)
                .field("bytes_in", bytesIn)
                .field("bytes_out", bytesOut)
                .field("duration_ms", lasted.toMillis());
        switch (status) {
            case ExitStatus.Exited exited ->
                event.field("exit_status", exited.code()).message("session ended with exit code " + exited.code());
            case ExitStatus.Signalled signalled ->
                event.field("exit_signal", signalled.name()).message("session ended by signal " + signalled.name());
            case null ->
                event.field("ended_by", connection.endedBy())
                        .message("session ended by " + (connection.endedBy().equals("lock") ? "a lock" : "the client"));
        }
        connection.emit(event);
    }

    /** Somebody else ended it. @param by empty when it is for the want of somebody */
    void terminated(String by, String why) {
        AuditEvent.Builder event = event(AuditEventType.SESSION_TERMINATED)
                .field("starter", connection.admission().identity().user())
                .field("by", by)
                .field("why", why)
                .message(by.isEmpty() ? "session ended: " + why : "session ended by " + by + ": " + why);
        connection.emit(by.isEmpty() ? event : event.user(by));
    }

    /** The whole command is in its field; the message is a line in a table. */
    private static String shortened(String command) {
        String line = command.lines().findFirst().orElse("");
        return line.length() == command.length() && line.length() <= MESSAGE_LENGTH
                ? line
                : line.substring(0, Math.min(MESSAGE_LENGTH, line.length())) + " ...";
    }

    private AuditEvent.Builder event(AuditEventType type) {
        return connection
                .event(type)
                .session(id.toString())
                .field("connection", connection.id())
                .field("kind", request.kind())
                .field("terminal", request.terminal().isPresent());
    }
}
