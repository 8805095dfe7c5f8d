package org.sallyport.ejb.login;

import io.opentelemetry.instrumentation.annotations.WithSpan;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.codec.TimeSpans;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.CertificateRequest;
import org.sallyport.api.rest.Certificates;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.core.access.AccessEvaluator;
import org.sallyport.core.access.SessionOptions;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.cluster.ClusterService;
import org.sallyport.core.identity.SessionMfa;
import org.sallyport.core.issue.CertificateIssuer;
import org.sallyport.core.issue.UserCertificates;
import org.sallyport.core.issue.UserIssue;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;
import org.sallyport.ejb.access.Authorizer;
import org.sallyport.ejb.cluster.CaKeyring;
import org.sallyport.ejb.feed.Directory;

/** Certificates for a logged-in person: no longer than the roles allow, nor than the login session lasts. */
@ApplicationScoped
public class CertificateDesk {
    private static final Duration SHORTEST = Duration.ofMinutes(1);

    private final CertificateIssuer issuer;
    private final CaKeyring keyring;
    private final ClusterService cluster;
    private final Directory directory;
    private final AccessEvaluator evaluator;
    private final Clock clock;

    /** For the container's proxy. */
    protected CertificateDesk() {
        this(null, null, null, null, null, null);
    }

    @Inject
    public CertificateDesk(
            CertificateIssuer issuer,
            CaKeyring keyring,
            ClusterService cluster,
            Directory directory,
            AccessEvaluator evaluator,
            Clock clock) {
        this.issuer = issuer;
        this.keyring = keyring;
        this.cluster = cluster;
        this.directory = directory;
        this.evaluator = evaluator;
        this.clock = clock;
    }

    Duration longestLife(Caller.User person) {
        return options(person).maxSessionTtl();
    }

    List<String> logins(Caller.User person) {
        return evaluator.logins(Authorizer.subject(person), directory.roles());
    }

    boolean wantsCertificates(CertificateRequest request) {
        return present(request.sshPublicKey()) || present(request.tlsPublicKey());
    }

    /**
     * Within the caller's transaction.
     *
     * @throws SallyportException INVALID_ARGUMENT without a key, or for one that is malformed
     */
    @WithSpan("certificate.issue")
    Certificates issue(Caller.User person, CertificateRequest request, Instant sessionEnd) {
        if (!wantsCertificates(request)) {
            throw new SallyportException(
                    ErrorCode.INVALID_ARGUMENT, "Auth Service: send ssh_public_key, tls_public_key or both");
        }
        Optional<PublicKey> ssh = Optional.ofNullable(request.sshPublicKey())
                .filter(CertificateDesk::present)
                .map(SshKeys::parsePublic);
        Optional<PublicKey> tls = Optional.ofNullable(request.tlsPublicKey())
                .filter(CertificateDesk::present)
                .map(TlsKeys::parsePublic);
        SessionOptions options = options(person);
        List<String> logins = logins(person);
        ClusterInfo info = cluster.info();
        UserCertificates issued = issuer.issueUser(
                new UserIssue(
                        person.name(),
                        person.roles(),
                        person.traits(),
                        logins,
                        options,
                        life(request.ttl(), options, sessionEnd),
                        ssh,
                        tls,
                        person.address(),
                        info.clusterId(),
                        loginMfa(person),
                        Optional.empty()),
                keyring.keys(CaType.USER));
        return new Certificates(
                issued.ssh().orElse(null),
                issued.tls().orElse(null),
                issued.expires(),
                logins,
                cluster.authorities(),
                info);
    }

    /** @throws SallyportException ACCESS_DENIED */
    void requireLogin(Caller.User person, String login) {
        if (login == null || !logins(person).contains(login)) {
            throw new SallyportException(
                    ErrorCode.ACCESS_DENIED,
                    "Auth Service: your roles do not allow the login '" + login + "'; ask for a role with it");
        }
    }

    boolean wantsSessionMfa(Caller.User person) {
        return options(person).requireSessionMfa();
    }

    /** For one login on one node, to be used within a minute. Within the caller's transaction. */
    @WithSpan("certificate.issue")
    Certificates issueForSession(
            Caller.User person, String sshKey, String login, SessionMfa shown, Instant sessionEnd) {
        return forOneLogin(person, sshKey, login, Optional.of(shown), TimeSpans.format(SHORTEST), sessionEnd);
    }

    /**
     * For one login, as long as it may be: its key never leaves this server, and roles may want connections to end with
     * their certificates. Within the caller's transaction.
     */
    @WithSpan("certificate.issue")
    Certificates issueForTerminal(
            Caller.User person, String sshKey, String login, Optional<SessionMfa> shown, Instant sessionEnd) {
        return forOneLogin(person, sshKey, login, shown, "", sessionEnd);
    }

    private Certificates forOneLogin(
            Caller.User person,
            String sshKey,
            String login,
            Optional<SessionMfa> shown,
            String ttl,
            Instant sessionEnd) {
        if (!present(sshKey)) {
            throw new SallyportException(ErrorCode.INVALID_ARGUMENT, "Auth Service: send ssh_public_key");
        }
        SessionOptions options = options(person);
        ClusterInfo info = cluster.info();
        UserCertificates issued = issuer.issueUser(
                new UserIssue(
                        person.name(),
                        person.roles(),
                        person.traits(),
                        List.of(login),
                        options,
                        life(ttl, options, sessionEnd),
                        Optional.of(SshKeys.parsePublic(sshKey)),
                        Optional.empty(),
                        person.address(),
                        info.clusterId(),
                        loginMfa(person),
                        shown),
                keyring.keys(CaType.USER));
        return new Certificates(
                issued.ssh().orElse(null), null, issued.expires(), List.of(login), cluster.authorities(), info);
    }

    /** A session has one at the most. */
    static Optional<String> loginMfa(Caller.User person) {
        return person.mfaDevices().stream().findFirst();
    }

    private Duration life(String asked, SessionOptions options, Instant sessionEnd) {
        Duration left = Duration.between(clock.instant(), sessionEnd);
        Duration longest = left.compareTo(options.maxSessionTtl()) < 0 ? left : options.maxSessionTtl();
        if (!present(asked)) {
            return longest;
        }
        Duration wanted = TimeSpans.parse(asked);
        if (wanted.compareTo(SHORTEST) < 0) {
            throw new SallyportException(ErrorCode.INVALID_ARGUMENT, "Auth Service: ttl must be at least 1m");
        }
        return wanted.compareTo(longest) < 0 ? wanted : longest;
    }

    private SessionOptions options(Caller.User person) {
        return evaluator.options(Authorizer.subject(person), directory.roles());
    }

    private static boolean present(String text) {
        return text != null && !text.isBlank();
    }
}
