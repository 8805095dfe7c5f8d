package org.sallyport.ejb.account;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.LoginSessionView;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.core.login.LoginSessionRepository.LoginSession;
import org.sallyport.core.mfa.MfaDevice;
import org.sallyport.core.mfa.MfaDeviceRepository;
import org.sallyport.ejb.auditlog.AuditWriter;

/** Login sessions as their owner sees and ends them. Within the caller's transaction. */
@ApplicationScoped
public class OwnSessions {
    private final LoginSessionRepository sessions;
    private final MfaDeviceRepository devices;
    private final AuditWriter audit;
    private final Clock clock;

    /** For the container's proxy. */
    protected OwnSessions() {
        this(null, null, null, null);
    }

    @Inject
    public OwnSessions(LoginSessionRepository sessions, MfaDeviceRepository devices, AuditWriter audit, Clock clock) {
        this.sessions = sessions;
        this.devices = devices;
        this.audit = audit;
        this.clock = clock;
    }

    List<LoginSessionView> list(Caller.User caller, LoginSession own) {
        Map<String, String> names =
                devices.ofUser(caller.deviceOwner()).stream().collect(Collectors.toMap(MfaDevice::id, MfaDevice::name));
        return sessions.ofOwner(own, clock.instant()).stream()
                .map(session -> new LoginSessionView(
                        session.id(),
                        session.address(),
                        session.created(),
                        session.expires(),
                        session.mfaDevice().map(names::get).orElse(""),
                        session.connector(),
                        session.tokenHash().equals(own.tokenHash())))
                .toList();
    }

    /** @throws SallyportException NOT_FOUND, also for somebody else's */
    LoginSession find(LoginSession own, String id) {
        return sessions.ofOwner(own, clock.instant()).stream()
                .filter(session -> session.id().equals(id))
                .findFirst()
                .orElseThrow(
                        () -> new SallyportException(
                                ErrorCode.NOT_FOUND,
                                "Auth Service: you have no login session with this id, or it is over already; list them again"));
    }

    void end(Caller.User caller, LoginSession session) {
        sessions.delete(session.tokenHash());
        audit.record(event(caller)
                .message("'" + caller.name() + "' ended a login session opened from " + session.address())
                .field("session", session.id())
                .field("opened_from", session.address())
                .field("ended", 1)
                .at(clock.instant()));
    }

    /** @return how many */
    int endOthers(Caller.User caller, LoginSession own) {
        int ended = sessions.deleteOthers(own, clock.instant());
        audit.record(event(caller)
                .message("'" + caller.name() + "' ended all other login sessions: " + ended)
                .field("ended", ended)
                .at(clock.instant()));
        return ended;
    }

    private static AuditEvent.Builder event(Caller.User caller) {
        return AuditEvent.of(AuditEventType.LOGIN_SESSIONS_ENDED)
                .user(caller.name())
                .address(caller.address())
                .resource("user", caller.name());
    }
}
