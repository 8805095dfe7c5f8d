package org.sallyport.ejb.livesession;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.rest.LiveSessionView;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.auditlog.AuditWriter;

/** What the audit log says of live sessions at the server; the agent says that one ended. */
@ApplicationScoped
public class SessionLog {
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected SessionLog() {
        this(null, null);
    }

    @Inject
    public SessionLog(AuditWriter audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** Durable before the agent is asked. */
    void endRequested(Caller caller, LiveSessionView session, String reason) {
        audit.recordNow(AuditEvent.of(AuditEventType.SESSION_END_REQUESTED)
                .user(caller.name())
                .address(caller.address())
                .resource("node", session.hostId())
                .session(session.id())
                .message(caller.name() + " asked for the end of " + session.user() + "'s session as " + session.login()
                        + " at " + session.node() + (reason.isEmpty() ? "" : ": " + reason))
                .field("session_user", session.user())
                .field("login", session.login())
                .field("node", session.node())
                .field("reason", reason.isEmpty() ? null : reason)
                .at(clock.instant()));
    }
}
