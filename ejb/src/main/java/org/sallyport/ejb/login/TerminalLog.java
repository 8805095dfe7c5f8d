package org.sallyport.ejb.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.lock.LockVerdict;
import org.sallyport.core.terminal.JoinWish;
import org.sallyport.ejb.auditlog.AuditWriter;

/** What the audit log says of terminals in the browser that were not opened. */
@ApplicationScoped
public class TerminalLog {
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected TerminalLog() {
        this(null, null);
    }

    @Inject
    public TerminalLog(AuditWriter audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    void refused(Caller.User caller, String node, String login, SallyportException why) {
        audit.recordNow(event(caller, node, login, why).at(clock.instant()));
    }

    void joinRefused(Caller.User caller, String node, JoinWish wish, SallyportException why) {
        // not its session_id: there may be no such session
        audit.recordNow(event(caller, node, LiveSession.JOIN_LOGIN, why)
                .field("wanted", wish.session())
                .field("mode", wish.mode().wireName())
                .at(clock.instant()));
    }

    private static AuditEvent.Builder event(Caller.User caller, String node, String login, SallyportException why) {
        return AuditEvent.of(AuditEventType.TERMINAL_REFUSED)
                .user(caller.name())
                .address(caller.address())
                .resource("node", node)
                .message(why.userMessage())
                .field("error", why.code().name())
                .field("login", login)
                .field("details", why.details())
                .field("lock", LockVerdict.lockOf(why).orElse(null));
    }
}
