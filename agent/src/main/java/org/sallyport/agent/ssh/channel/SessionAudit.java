package org.sallyport.agent.ssh.channel;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.sallyport.agent.process.ExitStatus;
import org.sallyport.agent.process.Work;
import org.sallyport.agent.ssh.session.Connection;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;

/** What is told of one session; a start that cannot be recorded throws, and the session does not start. */
final class SessionAudit {
    private final Connection connection;
    private final UUID id;
    private final SessionRequest request;
    private final Instant started;
    private final AtomicBoolean ended = new AtomicBoolean();

    SessionAudit(Connection connection, UUID id, SessionRequest request) {
        this.connection = connection;
        this.id = id;
        this.request = request;
        this.started = connection.access().clock().instant();
    }

    void start() {
        connection.emit(event(AuditEventType.SESSION_START));
        switch (request.work()) {
            case Work.Command command ->
                connection.emit(event(AuditEventType.EXEC).field("command", command.line()));
            case Work.Program ignored -> connection.emit(event(AuditEventType.SFTP));
            case Work.Shell ignored -> {}
        }
    }

    /** Once; later calls do nothing. @param status null when the client left before the process ended */
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
            case ExitStatus.Exited exited -> event.field("exit_status", exited.code());
            case ExitStatus.Signalled signalled -> event.field("exit_signal", signalled.name());
            case null -> event.field("ended_by", "client");
        }
        connection.emit(event);
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
