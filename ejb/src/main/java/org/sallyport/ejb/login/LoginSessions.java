package org.sallyport.ejb.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.lock.LockFacts;
import org.sallyport.core.lock.LockVerdict;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.core.login.LoginSessionRepository.LoginSession;
import org.sallyport.ejb.auditlog.AuditWriter;
import org.sallyport.ejb.lock.LockGuard;

/** Login sessions and what the audit log says of them. The bearer token exists here for the length of a call only. */
@ApplicationScoped
public class LoginSessions {
    private final LoginSessionRepository repository;
    private final AuditWriter audit;
    private final LockGuard locks;
    private final Clock clock;

    /** A session that begins and the token that opens it. */
    record Opened(String token, LoginSession session) {}

    /** For the container's proxy. */
    protected LoginSessions() {
        this(null, null, null, null);
    }

    @Inject
    public LoginSessions(LoginSessionRepository repository, AuditWriter audit, LockGuard locks, Clock clock) {
        this.repository = repository;
        this.audit = audit;
        this.locks = locks;
        this.clock = clock;
    }

    /** Within the caller's transaction. */
    Opened open(NewSession wanted) {
        String token = Secrets.urlToken();
        Instant now = clock.instant();
        LoginSession session = new LoginSession(
                Secrets.sha256Hex(token),
                wanted.user(),
                wanted.address(),
                wanted.proved(),
                wanted.expires(),
                wanted.sso(),
                wanted.mfaDevice());
        repository.insert(session);
        AuditEvent.Builder event = AuditEvent.of(AuditEventType.USER_LOGIN)
                .user(wanted.user())
                .address(wanted.address())
                .resource("user", wanted.user())
                .message(wanted.message())
                .field("method", wanted.method())
                .field("mfa_device", wanted.mfaDevice().orElse(null))
                .field("expires", session.expires());
        wanted.fields().forEach(event::field);
        audit.record(event.at(now));
        return new Opened(token, session);
    }

    Optional<LoginSession> find(String token) {
        return repository.find(Secrets.sha256Hex(token), clock.instant());
    }

    /** Within the caller's transaction. */
    void end(Caller.User caller, String token) {
        repository.delete(Secrets.sha256Hex(token));
        audit.record(AuditEvent.of(AuditEventType.USER_LOGOUT)
                .user(caller.name())
                .address(caller.address())
                .resource("user", caller.name())
                .message("user '" + caller.name() + "' logged out")
                .at(clock.instant()));
    }

    /**
     * @param what the event that a refusal is
     * @throws SallyportException LOCKED, or STORE_UNAVAILABLE by strict lock mode; audited
     */
    void requireUnlocked(Caller.User person, AuditEventType what) {
        locks.refusal("Auth Service", LockFacts.of(person)).ifPresent(refusal -> {
            audit.recordNow(AuditEvent.of(what)
                    .user(person.name())
                    .address(person.address())
                    .resource("user", person.name())
                    .message(refusal.userMessage())
                    .field("error", refusal.code().name())
                    .field("reason", "locked")
                    .field("lock", LockVerdict.lockOf(refusal).orElse(null))
                    .at(clock.instant()));
            throw refusal;
        });
    }

    void failed(Caller.Anonymous caller, String user, String reason, SallyportException refusal) {
        audit.recordNow(AuditEvent.of(AuditEventType.USER_LOGIN_FAILED)
                .user(user)
                .address(caller.address())
                .resource("user", user)
                .message(refusal.userMessage())
                .field("error", refusal.code().name())
                .field("reason", reason)
                .field("method", "local")
                .at(clock.instant()));
    }
}
