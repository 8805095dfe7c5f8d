package org.sallyport.connector.auth;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.security.PublicKey;
import java.util.Optional;
import org.apache.sshd.common.AttributeRepository.AttributeKey;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.session.Session;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.connector.ConnectorLog;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.ConnectorListener;
import org.sallyport.core.identity.SshIdentity;

/** Decides who may log in, and tells the Auth Service once of each success and of each connection's refusal. */
public final class Logins {
    private static final AttributeKey<SshIdentity> IDENTITY = new AttributeKey<>();
    private static final AttributeKey<Boolean> REPORTED = new AttributeKey<>();

    private final ConnectorListener listener;
    private final LiveTrust trust;
    private final SshCertificateChecker checker;

    public Logins(ConnectorListener listener, LiveTrust trust, SshCertificateChecker checker) {
        this.listener = requireNonNull(listener, "listener");
        this.trust = requireNonNull(trust, "trust");
        this.checker = requireNonNull(checker, "checker");
    }

    /** Checks what is presented, by itself and without any effect: SSH asks once per probe and once per signature. */
    SshIdentity check(PublicKey presented, String address) {
        if (presented instanceof OpenSshCertificate certificate) {
            return checker.check(certificate, trust.current(), address);
        }
        throw new SallyportException(
                ErrorCode.CERTIFICATE_REQUIRED,
                "proxy: a bare key is not accepted; log in with 'sallyport login' and use the certificate it writes");
    }

    /** After the signature was verified; may block. The identity is checked again, against the trust of this moment. */
    Optional<SallyportException> admit(OpenSshCertificate presented, String address) {
        try {
            trust.refresh();
            return listener.admit(check(presented, address), address);
        } catch (SallyportException refusal) {
            return Optional.of(refusal);
        } catch (RuntimeException e) {
            return Optional.of(new SallyportException(
                    ErrorCode.INTERNAL,
                    "proxy: the Auth Service could not decide on this login; try again, then ask an administrator",
                    e.toString(),
                    e));
        }
    }

    /**
     * Has the login recorded, before the peer hears of it. May block.
     *
     * @return the refusal of a person's login that could not be recorded: nobody gets in without a trace. An agent's
     *     connection lets nobody in, and it must come up for the sessions that live
     */
    Optional<SallyportException> record(SshIdentity identity, String address) {
        try {
            listener.loggedIn(identity, address);
            return Optional.empty();
        } catch (RuntimeException e) {
            return switch (identity) {
                case SshIdentity.UserIdentity user -> Optional.of(unrecorded("login", e));
                case SshIdentity.AgentIdentity agent -> {
                    ConnectorLog.LOG.reportFailed("a login of agent " + agent.hostId() + " from " + address, e);
                    yield Optional.empty();
                }
            };
        }
    }

    /** The refusal of something that the audit log could not take. */
    public static SallyportException unrecorded(String what, RuntimeException failure) {
        String cause = failure instanceof SallyportException known
                ? known.userMessage()
                : "the Auth Service failed; ask an administrator to look into the server's log";
        return new SallyportException(
                failure instanceof SallyportException known ? known.code() : ErrorCode.INTERNAL,
                "proxy: this " + what + " is refused, because it cannot be recorded in the audit log: " + cause,
                failure.toString(),
                failure);
    }

    /** The first refusal of a connection is reported, the repetitions that follow are not. May block. */
    public void refused(Session session, String claimed, String address, SallyportException refusal) {
        if (session.setAttribute(REPORTED, true) != null) {
            return;
        }
        ConnectorLog.LOG.loginRefused(claimed, address, refusal.userMessage(), refusal.details());
        try {
            listener.loginRefused(claimed, address, refusal);
        } catch (RuntimeException e) {
            ConnectorLog.LOG.reportFailed("a refused login from " + address, e);
        }
    }

    /** What the peer says it is, for the audit only. */
    static String claimed(PublicKey presented, String username) {
        return presented instanceof OpenSshCertificate certificate && certificate.getId() != null
                ? certificate.getId()
                : username;
    }

    static void identify(Session session, SshIdentity identity) {
        session.setAttribute(IDENTITY, identity);
    }

    /** Present when, and only when, the connection has logged in. */
    public static Optional<SshIdentity> identity(Session session) {
        return Optional.ofNullable(session.getAttribute(IDENTITY));
    }

    /** The peer's IP address, without port. */
    public static String address(Session session) {
        return session.getIoSession().getRemoteAddress() instanceof InetSocketAddress inet
                ? inet.getAddress().getHostAddress()
                : "";
    }

    /** Whoever logged in, as the Auth Service's callers are. */
    public static Caller.User caller(SshIdentity.UserIdentity user, String address) {
        return new Caller.User(user.user(), user.roles(), user.traits(), address, user.mfaDevices(), Optional.empty());
    }
}
