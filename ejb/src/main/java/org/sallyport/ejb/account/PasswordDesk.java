package org.sallyport.ejb.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.core.login.LoginSessionRepository.LoginSession;
import org.sallyport.core.user.CredentialRepository;
import org.sallyport.core.user.CredentialRepository.Credential;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.login.SessionDesk;

/** What a change of one's password touches in the store. */
@ApplicationScoped
public class PasswordDesk {
    private final CredentialRepository credentials;
    private final LoginSessionRepository sessions;
    private final SessionDesk desk;
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected PasswordDesk() {
        this(null, null, null, null, null);
    }

    @Inject
    public PasswordDesk(
            CredentialRepository credentials,
            LoginSessionRepository sessions,
            SessionDesk desk,
            AuditWriter audit,
            Clock clock) {
        this.credentials = credentials;
        this.sessions = sessions;
        this.desk = desk;
        this.audit = audit;
        this.clock = clock;
    }

    /**
     * Within the caller's transaction. @return how many other login sessions ended
     *
     * @throws SallyportException NOT_LOGGED_IN when an invite, or a change from elsewhere, came between
     */
    int change(Caller.User caller, String bearerToken, Credential credential) {
        // both of those take this lock and end this session: what the old password proved would be out of date
        credentials.findForUpdate(caller.name());
        LoginSession own = desk.own(caller, bearerToken);
        credentials.save(credential);
        int ended = sessions.deleteOthers(own, clock.instant());
        audit.record(event(AuditEventType.PASSWORD_CHANGED, caller)
                .message("'" + caller.name() + "' changed the password; other login sessions ended: " + ended)
                .field("ended", ended)
                .at(clock.instant()));
        return ended;
    }

    /** Audits it. @return the refusal, for throwing */
    SallyportException refused(Caller.User caller, String reason, SallyportException refusal) {
        audit.recordNow(event(AuditEventType.PASSWORD_REFUSED, caller)
                .message(refusal.userMessage())
                .field("error", refusal.code().name())
                .field("reason", reason)
                .at(clock.instant()));
        return refusal;
    }

    private static AuditEvent.Builder event(AuditEventType type, Caller.User caller) {
        return AuditEvent.of(type).user(caller.name()).address(caller.address()).resource("user", caller.name());
    }
}
