package org.sallyport.ejb.login;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.Certificates;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.login.LoginSessionRepository;
import org.sallyport.core.login.LoginSessionRepository.LoginSession;
import org.sallyport.core.login.SsoIdentity;

/** Opens login sessions for those who proved who they are. */
@ApplicationScoped
public class SessionDesk {
    private final LoginSessions sessions;
    private final LoginSessionRepository repository;
    private final CertificateDesk certificates;
    private final SessionPeople people;
    private final Clock clock;

    /**
     * How somebody was proved to be who they are; for the audit log.
     *
     * @param approver the session that vouches for the new one, which is as old and ends with it at the latest
     */
    public record Proof(String method, String message, Map<String, String> fields, Optional<LoginSession> approver) {}

    /** For the container's proxy. */
    protected SessionDesk() {
        this(null, null, null, null, null);
    }

    @Inject
    public SessionDesk(
            LoginSessions sessions,
            LoginSessionRepository repository,
            CertificateDesk certificates,
            SessionPeople people,
            Clock clock) {
        this.sessions = sessions;
        this.repository = repository;
        this.certificates = certificates;
        this.people = people;
        this.clock = clock;
    }

    /** To be asked before {@link #open}. @throws SallyportException LOCKED; audited as a failed login */
    public void requireUnlocked(Caller.User person) {
        sessions.requireUnlocked(person, AuditEventType.USER_LOGIN_FAILED);
    }

    /** Session, certificates and audit event within the caller's transaction. */
    public LoginResponse open(Caller.User person, Optional<SsoIdentity> sso, Proof proof, CertificateRequest keys) {
        Instant longest = clock.instant().plus(certificates.longestLife(person));
        Instant expires = proof.approver()
                .map(LoginSession::expires)
                .filter(longest::isAfter)
                .orElse(longest);
        LoginSessions.Opened opened = sessions.open(new NewSession(
                person.name(),
                person.address(),
                proof.approver().map(LoginSession::created).orElseGet(clock::instant),
                expires,
                sso,
                CertificateDesk.loginMfa(person),
                proof.method(),
                proof.message(),
                proof.fields()));
        Certificates issued = certificates.wantsCertificates(keys) ? certificates.issue(person, keys, expires) : null;
        return new LoginResponse(opened.token(), expires, person.name(), person.roles(), issued);
    }

    /** The OS accounts that the person's roles allow. */
    public List<String> logins(Caller.User person) {
        return certificates.logins(person);
    }

    /** Within the caller's transaction. @throws SallyportException NOT_LOGGED_IN */
    public LoginSession own(Caller.User caller, String bearerToken) {
        return sessions.find(bearerToken)
                .filter(session -> session.user().equals(caller.name()))
                .orElseThrow(LoginServiceBean::notLoggedIn);
    }

    /** A session by its token's digest, with who is behind it now. Within the caller's transaction. */
    public Optional<Known> byDigest(String tokenHash, String address) {
        return repository.find(tokenHash, clock.instant()).flatMap(session -> people.of(session, address)
                .map(person -> new Known(session, person)));
    }

    public record Known(LoginSession session, Caller.User person) {}

    public static String digest(String bearerToken) {
        return Secrets.sha256Hex(bearerToken);
    }
}
