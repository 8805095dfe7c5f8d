package org.sallyport.session.channel;

import java.util.Arrays;
import java.util.Optional;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.session.LiveSession;
import org.sallyport.api.session.SessionMode;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.access.Action;
import org.sallyport.core.access.Decision;
import org.sallyport.core.access.Target.SessionTarget;
import org.sallyport.session.connection.Connection;

/** Who may join which session. A session that one may not join in any way looks as if it were not there. */
final class JoinGate {
    private static final String HERE = "; sallyport sessions ls shows those you may join";

    private JoinGate() {}

    /** @return why not, one line for the user, already audited; empty when he may */
    static Optional<String> refusal(Connection connection, JoinRequest request, Optional<LiveSession> found) {
        String none = "there is no such session on this node" + HERE;
        if (found.isEmpty()) {
            return Optional.of(refused(connection, request, none, "not found"));
        }
        LiveSession session = found.get();
        Decision decision = decide(connection, session, request.mode());
        if (!decision.allowed()) {
            boolean other = Arrays.stream(SessionMode.values())
                    .anyMatch(mode -> decide(connection, session, mode).allowed());
            return Optional.of(
                    refused(connection, request, other ? decision.explanation() : none, decision.explanation()));
        }
        if (!session.terminal()) {
            String why = "the session has no terminal, so there is nothing to join; only sessions with one are shared";
            return Optional.of(refused(connection, request, why, why));
        }
        return Optional.empty();
    }

    private static Decision decide(Connection connection, LiveSession session, SessionMode mode) {
        return new AccessEvaluator()
                .decide(
                        connection.admission().subject(),
                        connection.access().knowledge().roles(),
                        new Action.JoinSession(mode),
                        new SessionTarget(session));
    }

    /** @param cause for the audit log only */
    private static String refused(Connection connection, JoinRequest request, String why, String cause) {
        String line = connection.access().line("access denied: join: " + why);
        connection.emit(connection
                .event(AuditEventType.SESSION_JOIN_REFUSED)
                .field("wanted", request.session())
                .field("mode", request.mode().wireName())
                .field("reason", cause)
                .message(line));
        return line;
    }
}
