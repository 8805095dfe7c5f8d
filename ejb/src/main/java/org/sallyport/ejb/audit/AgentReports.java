package org.sallyport.ejb.audit;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;

/**
 * What an agent may put into the audit log: events of sessions on itself. A stolen agent can lie about itself, not about
 * others, and each of its events says who reported it.
 */
final class AgentReports {
    static final int MAX_EVENTS = 500;
    static final int MAX_TEXT = 8192;
    static final int MAX_FIELDS = 64;
    /** Clocks differ; an event from further ahead would sort above everything real. */
    static final Duration MAX_AHEAD = Duration.ofMinutes(10);

    private static final Set<AuditEventType> REPORTABLE = EnumSet.of(
            AuditEventType.SESSION_START,
            AuditEventType.SESSION_END,
            AuditEventType.SESSION_RESUME,
            AuditEventType.SESSION_JOIN,
            AuditEventType.SESSION_JOIN_REFUSED,
            AuditEventType.SESSION_LEAVE,
            AuditEventType.SESSION_TERMINATED,
            AuditEventType.EXEC,
            AuditEventType.SFTP,
            AuditEventType.PORT_FORWARD,
            AuditEventType.AGENT_FORWARD,
            AuditEventType.RECORDING_FAILED,
            AuditEventType.SSH_LOGIN_REFUSED,
            AuditEventType.ACCESS_DENIED,
            AuditEventType.LOCK_ENDED);

    private final Caller.Agent agent;
    private final Instant now;

    AgentReports(Caller.Agent agent, Instant now) {
        this.agent = agent;
        this.now = now;
    }

    List<AuditEvent> checked(List<AuditEvent> events) {
        if (events.size() > MAX_EVENTS) {
            throw refused(ErrorCode.INVALID_ARGUMENT, "at most " + MAX_EVENTS + " events in one call");
        }
        return events.stream().map(this::checked).toList();
    }

    private AuditEvent checked(AuditEvent event) {
        AuditEventType type = AuditEventType.ofWireName(event.event())
                .filter(REPORTABLE::contains)
                .orElseThrow(() ->
                        refused(ErrorCode.ACCESS_DENIED, "an agent may not report '" + event.event() + "' events"));
        if (!type.code().equals(event.code()) || type.outcome() != event.outcome()) {
            throw refused(ErrorCode.INVALID_ARGUMENT, "code or outcome do not belong to " + event.event());
        }
        if (!"node".equals(event.resourceKind()) || !agent.hostId().equals(event.resource())) {
            throw refused(ErrorCode.ACCESS_DENIED, "an agent may report about its own node only");
        }
        if (event.time().isAfter(now.plus(MAX_AHEAD))) {
            throw refused(ErrorCode.INVALID_ARGUMENT, "an event lies in the future: set the agent's clock");
        }
        if (tooLarge(event)) {
            throw refused(ErrorCode.PAYLOAD_TOO_LARGE, "an event is too large");
        }
        Map<String, String> fields = new TreeMap<>(event.fields());
        fields.put("reported_by", agent.name());
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

    private static boolean tooLarge(AuditEvent event) {
        return event.message().length() > MAX_TEXT
                || event.user().length() > 256
                || event.address().length() > 256
                || event.sessionId().length() > 256
                || event.fields().size() > MAX_FIELDS
                || event.fields().entrySet().stream()
                        .anyMatch(field -> field.getKey().length() > 128
                                || field.getValue().length() > MAX_TEXT);
    }

    private static SallyportException refused(ErrorCode code, String cause) {
        return new SallyportException(code, "Auth Service refused audit events: " + cause);
    }
}
