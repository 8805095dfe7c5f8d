package org.sallyport.ejb.browserlogin;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.browserlogin.LoginRequestRepository.LoginRequestRow;
import org.sallyport.core.caller.Caller;
import org.sallyport.ejb.auditlog.AuditWriter;

/** What the audit log says of logins by browser. */
@ApplicationScoped
public class LoginRequestLog {
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected LoginRequestLog() {
        this(null, null);
    }

    @Inject
    public LoginRequestLog(AuditWriter audit, Clock clock) {
        this.audit = audit;
        this.clock = clock;
    }

    /** Within the caller's transaction. */
    void asked(Caller.Anonymous caller, LoginRequestRow row) {
        audit.record(event(AuditEventType.LOGIN_REQUESTED, caller, row)
                .message("a program on '" + row.client() + "' asks to be logged in by browser")
                .at(clock.instant()));
    }

    /** Within the caller's transaction. */
    void approved(Caller.User caller, LoginRequestRow row) {
        audit.record(event(AuditEventType.LOGIN_APPROVED, caller, row)
                .message("user '" + caller.name() + "' lets a program on '" + row.client() + "' log in")
                .at(clock.instant()));
    }

    void denied(Caller.User caller, LoginRequestRow row) {
        audit.recordNow(event(AuditEventType.LOGIN_DENIED, caller, row)
                .message("user '" + caller.name() + "' does not let a program on '" + row.client() + "' log in")
                .at(clock.instant()));
    }

    /** @return the refusal, for the caller to throw */
    SallyportException refused(Caller caller, SallyportException refusal) {
        audit.recordNow(AuditEvent.of(AuditEventType.USER_LOGIN_FAILED)
                .user(caller.name())
                .address(caller.address())
                .message(refusal.userMessage())
                .field("error", refusal.code().name())
                .field("method", "browser")
                .at(clock.instant()));
        return refusal;
    }

    private static AuditEvent.Builder event(AuditEventType type, Caller caller, LoginRequestRow row) {
        return AuditEvent.of(type)
                .user(caller.name())
                .address(caller.address())
                .field("client", row.client())
                .field("asked_from", row.address())
                .field("method", BrowserLoginServiceBean.method(row));
    }
}
