package org.sallyport.session.channel;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import java.util.UUID;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingInfo;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.session.connection.Connection;
import org.sallyport.session.process.ExitStatus;
import org.sallyport.session.process.TerminalRequest;
import org.sallyport.session.process.TerminalSize;
import org.sallyport.session.process.Work;
import org.sallyport.session.recording.RecordingPolicy;
import org.sallyport.session.recording.Recordings;
import org.sallyport.session.recording.SessionRecording;

/** What of a session is recorded, by its connection's roles: shells and commands, not file transfers. */
final class SessionTape {
    private final Connection connection;
    private final UUID id;
    private final SessionRequest request;
    private final RecordingPolicy policy;

    SessionTape(Connection connection, UUID id, SessionRequest request) {
        this.connection = requireNonNull(connection, "connection");
        this.id = requireNonNull(id, "id");
        this.request = requireNonNull(request, "request");
        this.policy = connection.admission().proxied()
                ? RecordingPolicy.NONE
                : RecordingPolicy.of(
                        connection.admission().options(),
                        connection.access().knowledge().recordingPolicy(),
                        connection.access().place());
    }

    /** For the audit log. */
    String mode() {
        return recorded() ? policy.mode().wireName() : RecordingMode.OFF.wireName();
    }

    private boolean recorded() {
        return !(request.work() instanceof Work.Sftp);
    }

    /**
     * @param end called when a session that must be recorded cannot be any more, with the line for its user
     * @throws SallyportException when it cannot be from the beginning, and must be
     */
    SessionRecording begin(Recordings recordings, java.util.function.Consumer<String> end) {
        if (!recorded()) {
            return SessionRecording.NONE;
        }
        try {
            return recordings.begin(info(), policy, (why, strict) -> {
                // first the end: telling of it may fail
                if (strict) {
                    end.accept(connection.access().line(why));
                }
                failed(why);
            });
        } catch (SallyportException e) {
            failed(e.userMessage());
            throw e;
        }
    }

    private void failed(String why) {
        connection.emit(connection
                .event(AuditEventType.RECORDING_FAILED)
                .session(id.toString())
                .message(why)
                .field("recording", mode())
                .field("strict", policy.strict()));
    }

    private RecordingInfo info() {
        Optional<TerminalSize> size = request.terminal().map(TerminalRequest::size);
        return new RecordingInfo(
                id.toString(),
                connection.admission().identity().user(),
                connection.admission().login(),
                connection.access().node().get().name(),
                connection.clientAddress(),
                request.kind(),
                request.work() instanceof Work.Command command ? command.line() : "",
                policy.mode(),
                size.map(TerminalSize::columns).orElse(0),
                size.map(TerminalSize::rows).orElse(0),
                connection.access().clock().instant());
    }

    static String text(ExitStatus status) {
        return switch (status) {
            case ExitStatus.Exited exited -> String.valueOf(exited.code());
            case ExitStatus.Signalled signalled -> signalled.name();
        };
    }
}
