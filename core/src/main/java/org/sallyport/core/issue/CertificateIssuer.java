package org.sallyport.core.issue;

import static java.util.Objects.requireNonNull;

import java.security.KeyPair;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.audit.AuditEventType;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.audit.AuditSink;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.ca.ExtensionJson;
import org.sallyport.core.ca.SshCertificateTemplate;
import org.sallyport.core.ca.SshCertificateTemplate.Kind;
import org.sallyport.core.ca.X509Claims;
import org.sallyport.core.ca.X509Template;
import org.sallyport.core.ca.X509Template.Purpose;
import org.sallyport.core.connector.ProxySessions;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.issue.IssuedCertificateRepository.IssuedCertificate;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

/**
 * The only way to a certificate: authorise, shape, validate, sign, store with its audit event. Runs in the caller's
 * transaction, so that no certificate leaves that is not on record. A refusal throws before anything is signed; its
 * audit event is the caller's to write, because this transaction rolls back.
 */
public final class CertificateIssuer {
    /** Machines' certificates; they are renewed long before. */
    public static final Duration AGENT_TTL = Duration.ofHours(24);

    public static final Duration SERVER_TTL = Duration.ofDays(7);

    /** To begin one connection with. */
    public static final Duration PROXIED_TTL = Duration.ofMinutes(2);
    /** Clocks differ: a certificate begins a little before it is made. */
    private static final Duration SKEW = Duration.ofSeconds(60);

    private static final String SYSTEM = "system";

    private final IssuedCertificateRepository certificates;
    private final AuditSink audit;
    private final Clock clock;

    public CertificateIssuer(IssuedCertificateRepository certificates, AuditSink audit, Clock clock) {
        this.certificates = requireNonNull(certificates, "certificates");
        this.audit = requireNonNull(audit, "audit");
        this.clock = requireNonNull(clock, "clock");
    }

    private record Span(Instant from, Instant until) {}

    /** Whose certificate it is and from where it was asked for, for the record. */
    record Owner(String subject, String address) {}

    /** @throws SallyportException INVALID_ARGUMENT, ACCESS_DENIED (longer than the roles allow) */
    public UserCertificates issueUser(UserIssue issue, CaKeys userCa) {
        UserShape.authorise(issue);
        Span span = span(issue.ttl());
        Owner owner = new Owner(issue.user(), issue.address());
        List<String> principals =
                issue.logins().isEmpty() ? List.of(CertificateNames.NO_LOGIN_PRINCIPAL) : issue.logins();
        Optional<String> ssh = issue.sshKey()
                .map(key -> new SshCertificateTemplate(
                        Kind.USER,
                        key,
                        issue.user(),
                        Secrets.serial(),
                        principals,
                        span.from(),
                        span.until(),
                        UserShape.onlyFrom(issue),
                        UserShape.extensions(issue)))
                .map(template -> signed("ssh-user", owner, template, userCa));
        Optional<String> tls = issue.tlsKey()
                .map(key -> new X509Template(
                        key,
                        Secrets.serial(),
                        issue.user(),
                        issue.roles(),
                        span.from(),
                        span.until(),
                        Purpose.CLIENT,
                        List.of(),
                        Optional.of(X509Claims.ofUser(issue.clusterId(), issue.logins(), issue.traits()))))
                .map(template -> TlsKeys.chainPem(List.of(signed("x509-user", owner, template, userCa))));
        return new UserCertificates(ssh, tls, span.until());
    }

    /** @throws SallyportException INVALID_ARGUMENT */
    public AgentCertificates issueAgent(AgentIssue issue, CaKeys hostCa) {
        List<String> names = HostNames.ofAgent(issue.hostId(), issue.nodeName(), issue.clusterName());
        if (issue.services().isEmpty()) {
            throw refused(ErrorCode.INVALID_ARGUMENT, "an agent needs at least one service");
        }
        String agent = CertificateNames.AGENT_PRINCIPAL_PREFIX + issue.hostId();
        Owner owner = new Owner(agent, issue.address());
        Span span = span(AGENT_TTL);
        String host = signed("ssh-host", owner, host(issue.hostKey(), issue.hostId(), names, span), hostCa);
        SshCertificateTemplate tunnel = new SshCertificateTemplate(
                Kind.USER,
                issue.tunnelKey(),
                agent,
                Secrets.serial(),
                List.of(agent),
                span.from(),
                span.until(),
                Optional.empty(),
                Map.of(
                        CertificateNames.CLUSTER,
                        issue.clusterId(),
                        CertificateNames.NODE,
                        issue.nodeName(),
                        CertificateNames.SERVICES,
                        ExtensionJson.ofServices(issue.services())));
        X509Template tls = new X509Template(
                issue.tlsKey(),
                Secrets.serial(),
                agent,
                List.of(),
                span.from(),
                span.until(),
                Purpose.CLIENT,
                List.of(),
                Optional.of(X509Claims.ofAgent(issue.clusterId(), issue.nodeName(), List.copyOf(issue.services()))));
        return new AgentCertificates(
                host,
                signed("ssh-agent", owner, tunnel, hostCa),
                TlsKeys.chainPem(List.of(signed("x509-agent", owner, tls, hostCa), hostCa.certificate(Purpose.CLIENT))),
                span.until());
    }

    /**
     * In a user's name, for one connection of a proxy's to an agent: what the user's own certificate says, for one login.
     *
     * @throws SallyportException INVALID_ARGUMENT when the user's own has expired
     */
    public String issueProxied(ProxiedIssue issue, CaKeys userCa) {
        return signed("ssh-proxied", issue.owner(), proxied(issue, issue.extensions()), userCa);
    }

    /**
     * In a user's name, for one connection of a proxy's to a stock sshd: the login and nothing that only we read.
     *
     * @throws SallyportException INVALID_ARGUMENT when the user's own has expired
     */
    public String issueOpenssh(ProxiedIssue issue, CaKeys opensshCa) {
        return signed("ssh-openssh", issue.owner(), proxied(issue, issue.permits()), opensshCa);
    }

    private SshCertificateTemplate proxied(ProxiedIssue issue, Map<String, String> extensions) {
        Span span = span(PROXIED_TTL);
        Instant end =
                issue.user().expires().isBefore(span.until()) ? issue.user().expires() : span.until();
        if (!end.isAfter(clock.instant())) {
            throw refused(
                    ErrorCode.INVALID_ARGUMENT,
                    "the certificate of " + issue.user().user() + " has expired. Log in again");
        }
        return new SshCertificateTemplate(
                Kind.USER,
                issue.key(),
                issue.user().user(),
                Secrets.serial(),
                List.of(issue.login()),
                span.from(),
                end,
                Optional.empty(),
                extensions);
    }

    /**
     * A new key with a host certificate in a node's name, for a proxy to which SSH to that node is led.
     *
     * @throws SallyportException INVALID_ARGUMENT
     */
    public ProxySessions.NodeKeys issueNode(String hostId, String nodeName, String clusterName, CaKeys hostCa) {
        List<String> names = HostNames.ofAgent(hostId, nodeName, clusterName);
        KeyPair ssh = SshKeys.generate();
        Span span = span(AGENT_TTL);
        String host = signed("ssh-host", new Owner(SYSTEM, ""), host(ssh.getPublic(), hostId, names, span), hostCa);
        return new ProxySessions.NodeKeys(host, SshKeys.privatePem(ssh), span.until());
    }

    /** New keys for this server's own listeners, certified. @throws SallyportException INVALID_ARGUMENT */
    public ServerKeys issueServer(ServerIssue issue, CaKeys hostCa) {
        KeyPair ssh = SshKeys.generate();
        KeyPair tls = TlsKeys.generate();
        Owner owner = new Owner(SYSTEM, "");
        Span span = span(SERVER_TTL);
        SshCertificateTemplate host = host(ssh.getPublic(), "server", HostNames.ofServer(issue.names()), span);
        X509Template server = new X509Template(
                tls.getPublic(),
                Secrets.serial(),
                issue.clusterId(),
                List.of(),
                span.from(),
                span.until(),
                Purpose.SERVER,
                List.of(ServerKeys.AUTH_SERVER_NAME, "localhost"),
                Optional.empty());
        return new ServerKeys(
                signed("ssh-host", owner, host, hostCa),
                SshKeys.privatePem(ssh),
                TlsKeys.chainPem(
                        List.of(signed("x509-server", owner, server, hostCa), hostCa.certificate(Purpose.SERVER))),
                TlsKeys.privatePem(tls.getPrivate()));
    }

    private static SshCertificateTemplate host(PublicKey key, String keyId, List<String> names, Span span) {
        return new SshCertificateTemplate(
                Kind.HOST, key, keyId, Secrets.serial(), names, span.from(), span.until(), Optional.empty(), Map.of());
    }

    private Span span(Duration life) {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        return new Span(now.minus(SKEW), now.plus(life));
    }

    private String signed(String kind, Owner owner, SshCertificateTemplate template, CaKeys ca) {
        String line = ca.sign(template);
        store(
                new IssuedCertificate(
                        template.serial(),
                        kind,
                        owner.subject(),
                        template.principals(),
                        template.notBefore(),
                        template.notAfter(),
                        line),
                owner);
        return line;
    }

    private X509Certificate signed(String kind, Owner owner, X509Template template, CaKeys ca) {
        X509Certificate certificate = ca.sign(template);
        store(
                new IssuedCertificate(
                        template.serial(),
                        kind,
                        owner.subject(),
                        List.of(template.commonName()),
                        template.notBefore(),
                        template.notAfter(),
                        TlsKeys.chainPem(List.of(certificate))),
                owner);
        return certificate;
    }

    private void store(IssuedCertificate issued, Owner owner) {
        certificates.insert(issued);
        String serial = Long.toUnsignedString(issued.serial());
        audit.append(AuditEvent.of(AuditEventType.CERTIFICATE_ISSUED)
                .user(owner.subject())
                .address(owner.address())
                .resource("certificate", serial)
                .message(issued.kind() + " certificate issued to " + owner.subject() + " until " + issued.notAfter())
                .field("serial", serial)
                .field("kind", issued.kind())
                .field("principals", String.join(",", issued.principals()))
                .field("expires", issued.notAfter())
                .at(clock.instant()));
    }

    static SallyportException refused(ErrorCode code, String why) {
        return new SallyportException(code, "Auth Service: no certificate was made: " + why);
    }
}
