package org.sallyport.ejb.login;

import jakarta.ejb.ConcurrencyManagement;
import jakarta.ejb.ConcurrencyManagementType;
import jakarta.ejb.Local;
import jakarta.ejb.Singleton;
import jakarta.ejb.TransactionAttribute;
import jakarta.ejb.TransactionAttributeType;
import jakarta.inject.Inject;
import jakarta.interceptor.Interceptors;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.Certificates;
import org.sallyport.api.rest.LoginChallengeRequest;
import org.sallyport.api.rest.LoginRequest;
import org.sallyport.api.rest.LoginResponse;
import org.sallyport.api.rest.MfaAnswer;
import org.sallyport.api.rest.MfaChallenge;
import org.sallyport.api.rest.WhoAmI;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.login.LoginService;
import org.sallyport.core.login.LoginSessionRepository.LoginSession;
import org.sallyport.ejb.failure.Translated;
import org.sallyport.ejb.limit.AddressLimiter;
import org.sallyport.ejb.lockout.Lockouts;
import org.sallyport.ejb.login.CredentialCheck.Outcome;
import org.sallyport.ejb.transaction.Transactions;

/** See {@link LoginService}. */
@Singleton
@ConcurrencyManagement(ConcurrencyManagementType.BEAN)
@TransactionAttribute(TransactionAttributeType.NOT_SUPPORTED)
@Local(LoginService.class)
@Interceptors(Translated.class)
public class LoginServiceBean implements LoginService {
    private static final int MAX_INPUT = 256;

    private final AddressLimiter limiter;
    private final CredentialCheck credentials;
    private final LoginSessions sessions;
    private final CertificateDesk certificates;
    private final SessionDesk desk;
    private final SessionPeople people;
    private final Transactions transactions;

    /** For the container. */
    public LoginServiceBean() {
        this(null, null, null, null, null, null, null);
    }

    @Inject
    public LoginServiceBean(
            AddressLimiter limiter,
            CredentialCheck credentials,
            LoginSessions sessions,
            CertificateDesk certificates,
            SessionDesk desk,
            SessionPeople people,
            Transactions transactions) {
        this.limiter = limiter;
        this.credentials = credentials;
        this.sessions = sessions;
        this.certificates = certificates;
        this.desk = desk;
        this.people = people;
        this.transactions = transactions;
    }

    @Override
    public MfaChallenge challenge(Caller.Anonymous caller, LoginChallengeRequest request) {
        limiter.acquire(AddressLimiter.Call.LOGIN, caller);
        String name = bounded(request.user());
        if (name.isEmpty()) {
            return credentials.passkeyChallenge();
        }
        accepted(
                caller,
                name,
                credentials.password(caller, name, people.isLocal(name), new Secret(bounded(request.password()))));
        return credentials.challenge(name);
    }

    @Override
    public LoginResponse login(Caller.Anonymous caller, LoginRequest request) {
        limiter.acquire(AddressLimiter.Call.LOGIN, caller);
        String name = bounded(request.user());
        Outcome.Right proved = accepted(caller, name, checked(caller, name, request));
        Caller.User person = people.local(proved.user(), caller.address(), device(proved))
                .orElseThrow(LoginServiceBean::notLoggedIn);
        // told only to who has proved to be that person
        sessions.requireUnlocked(person, AuditEventType.USER_LOGIN_FAILED);
        CertificateRequest keys = new CertificateRequest(request.sshPublicKey(), request.tlsPublicKey(), request.ttl());
        SessionDesk.Proof proof = new SessionDesk.Proof(
                "local",
                "user '" + person.name() + "' logged in with " + words(proved.method()),
                Map.of("factor", proved.method()),
                Optional.empty());
        return transactions.required(() -> desk.open(person, Optional.empty(), proof, keys));
    }

    private static Optional<String> device(Outcome.Right proved) {
        return Optional.of(proved.deviceId()).filter(id -> !id.isEmpty());
    }

    private static String words(String factor) {
        return switch (factor) {
            case "totp" -> "password and one-time code";
            case "webauthn" -> "password and security key";
            case "recovery_code" -> "password and recovery code";
            default -> "a " + factor;
        };
    }

    private Outcome checked(Caller.Anonymous caller, String name, LoginRequest request) {
        boolean passkeyAlone = name.isEmpty() && request.webauthn() != null;
        return passkeyAlone
                ? credentials.passkey(caller, request.webauthn())
                : credentials.check(
                        caller,
                        name,
                        people.isLocal(name),
                        new Secret(bounded(request.password())),
                        new MfaAnswer(bounded(request.totp()), bounded(request.recoveryCode()), request.webauthn()));
    }

    private Outcome.Right accepted(Caller.Anonymous caller, String name, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Right right -> right;
            case Outcome.Wrong wrong -> {
                SallyportException refusal = wrong.told().orElseGet(() -> badCredentials(wrong.reason()));
                sessions.failed(caller, name, wrong.reason(), refusal);
                throw refusal;
            }
            case Outcome.LockedOut locked -> {
                SallyportException refusal = Lockouts.refusal(locked.until());
                sessions.failed(caller, name, "locked_out", refusal);
                throw refusal;
            }
        };
    }

    @Override
    public Caller.User authenticate(Caller.Anonymous caller, String bearerToken) {
        Optional<LoginSession> session = find(bearerToken);
        if (session.isEmpty()) {
            // Only what is not known counts: a person's own calls are not limited here.
            limiter.acquire(AddressLimiter.Call.AUTHENTICATE, caller);
        }
        Caller.User person =
                session.flatMap(known -> people.of(known, caller.address())).orElseThrow(LoginServiceBean::notLoggedIn);
        sessions.requireUnlocked(person, AuditEventType.ACCESS_DENIED);
        return person;
    }

    @Override
    public void logout(Caller.User caller, String bearerToken) {
        transactions.required(() -> {
            LoginSession session = desk.own(caller, bearerToken);
            sessions.end(caller, bearerToken);
            return session;
        });
    }

    @Override
    public Certificates issueCertificates(Caller.User caller, String bearerToken, CertificateRequest request) {
        sessions.requireUnlocked(caller, AuditEventType.CERTIFICATE_REFUSED);
        return transactions.required(() -> certificates.issue(
                caller, request, desk.own(caller, bearerToken).expires()));
    }

    @Override
    public WhoAmI whoAmI(Caller.User caller, String bearerToken) {
        LoginSession session = transactions.required(() -> desk.own(caller, bearerToken));
        return new WhoAmI(
                caller.name(),
                caller.roles(),
                caller.traits(),
                desk.logins(caller),
                session.expires(),
                caller.connector().orElse(""));
    }

    private Optional<LoginSession> find(String bearerToken) {
        return bearerToken == null || bearerToken.isEmpty() || bearerToken.length() > MAX_INPUT
                ? Optional.empty()
                : transactions.required(() -> sessions.find(bearerToken));
    }

    /** Longer than anything that could be right: cut, so that it is wrong, not stored whole in the audit log. */
    private static String bounded(String text) {
        if (text == null) {
            return "";
        }
        return text.length() > MAX_INPUT ? text.substring(0, MAX_INPUT) : text;
    }

    private static SallyportException badCredentials(String reason) {
        return new SallyportException(
                ErrorCode.BAD_CREDENTIALS,
                "Auth Service: user, password or second factor is wrong; check all three, and wait for the next code if"
                        + " this one was used already",
                reason);
    }

    static SallyportException notLoggedIn() {
        return new SallyportException(
                ErrorCode.NOT_LOGGED_IN,
                "Auth Service: you are not logged in, or your login has expired; log in again");
    }
}
