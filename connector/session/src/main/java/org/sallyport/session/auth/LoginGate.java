package org.sallyport.session.auth;

import static java.util.Objects.requireNonNull;

import java.security.PublicKey;
import java.time.Duration;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.access.Action;
import org.sallyport.core.access.Decision;
import org.sallyport.core.access.SessionMfaRule;
import org.sallyport.core.access.SessionOptions;
import org.sallyport.core.access.Subject;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.identity.SessionMfa;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.session.connection.Admission;
import org.sallyport.session.connection.NodeAccess;
import org.sallyport.session.dial.DialRequest;
import org.sallyport.session.messages.Place;
import org.sallyport.session.process.Host;

/**
 * Whether a key may log in as an account: certificate, then locks, then roles, then the account itself. Without side
 * effects: SSH asks twice for each key (RFC 4252 section 7).
 */
public final class LoginGate {
    private final NodeAccess access;
    private final Host host;
    private final Duration longestStale;
    private final SshCertificateChecker certificates;
    private final AccessEvaluator evaluator = new AccessEvaluator();

    /** @param longestStale how old the knowledge of roles and CAs may be for a new login */
    public LoginGate(NodeAccess access, Host host, Duration longestStale) {
        this.access = requireNonNull(access, "access");
        this.host = requireNonNull(host, "host");
        this.longestStale = requireNonNull(longestStale, "longestStale");
        this.certificates = new SshCertificateChecker(access.clock());
    }

    public NodeAccess access() {
        return access;
    }

    Host host() {
        return host;
    }

    /** @throws SallyportException with one line for the user */
    Admission admit(String login, PublicKey key, DialRequest request) {
        String clientAddress = request.clientAddress();
        if (!(key instanceof OpenSshCertificate certificate)) {
            throw new SallyportException(
                    ErrorCode.CERTIFICATE_REQUIRED,
                    "access denied: a bare key was offered, a certificate of the cluster is needed; run sallyport login");
        }
        Duration age = access.knowledge().age();
        if (age.compareTo(longestStale) > 0) {
            throw new SallyportException(
                    ErrorCode.STORE_UNAVAILABLE,
                    "access denied: this " + access.place().layer() + " has not heard from its cluster for "
                            + age.toMinutes()
                            + " minutes and lets nobody new in; ask the administrator to bring the cluster back");
        }
        boolean joins = login.equals(Admission.JOIN_LOGIN);
        UserIdentity identity = joins
                ? certificates.checkUser(certificate, access.knowledge().trust(), clientAddress)
                : certificates.checkLogin(certificate, login, access.knowledge().trust(), clientAddress);
        requireSame(identity, request);
        access.locked(identity, login).ifPresent(locked -> {
            throw locked.refusal("access denied");
        });
        Subject subject = new Subject(identity.user(), identity.roles(), identity.traits());
        // which sessions may be joined is decided when it is known which one is meant
        if (!joins) {
            requireLogin(login, identity, subject);
        }
        return new Admission(identity, login, options(identity, subject), SshCertificateChecker.onlyFrom(certificate));
    }

    /** At the proxy who dialled is known, and what ends there is served to nobody else; at an agent it is hearsay. */
    private void requireSame(UserIdentity identity, DialRequest request) {
        if (access.place() == Place.PROXY && identity.proxied()) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    "access denied: the certificate is for a proxy's own connections; use your own, run sallyport login");
        }
        if (access.place() == Place.PROXY && !request.caller().equals(identity.user())) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    "access denied: the connection to the proxy is of user " + request.caller()
                            + ", the certificate for the node of another one; use one login for both");
        }
    }

    /** Roles allow the login, and the host has it. */
    private void requireLogin(String login, UserIdentity identity, Subject subject) {
        Decision decision = evaluator.decide(
                subject,
                access.knowledge().roles(),
                new Action.SshLogin(login),
                access.node().get());
        if (!decision.allowed()) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    "access denied: " + decision.explanation(),
                    "user " + identity.user() + " roles " + identity.roles());
        }
        host.require(login);
    }

    /** What this person's roles say of the session, and that a second factor was shown for it where they want one. */
    private SessionOptions options(UserIdentity identity, Subject subject) {
        SessionOptions options = evaluator.options(subject, access.knowledge().roles());
        SessionMfaRule.require(
                options.requireSessionMfa(),
                identity.mfa().map(SessionMfa::hostId),
                access.node().get().hostId());
        return options;
    }
}
