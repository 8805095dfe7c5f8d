package org.sallyport.core.issue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.StockTool;
import org.sallyport.core.access.SessionOptions;
import org.sallyport.core.audit.AuditQuery;
import org.sallyport.core.audit.AuditRepository;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.core.ca.X509CertificateChecker;
import org.sallyport.core.connector.ServerKeys;
import org.sallyport.core.fakes.MemoryAudit;
import org.sallyport.core.fakes.MemoryIssuedCertificates;
import org.sallyport.core.fakes.MemoryStore;
import org.sallyport.core.identity.SessionMfa;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.issue.IssuedCertificateRepository.IssuedCertificate;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.TlsKeys;

class CertificateIssuerTest {
    private static final Instant NOW = Instant.parse("2026-05-01T12:00:00.5Z");
    private static final Instant SECOND = Instant.parse("2026-05-01T12:00:00Z");
    private static final String CLUSTER = "0b1f9a52-2f5e-4f2c-8a55-7f6a8f0f3d10";
    private static final String HOST_ID = "6a1d0c1e-27d5-45a6-9a7e-3a2f4e1f0c9b";

    private final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    private final CaKeys userCa = CaKeys.generate(CaType.USER, "test", clock);
    private final CaKeys hostCa = CaKeys.generate(CaType.HOST, "test", clock);
    private final MemoryStore store = new MemoryStore();
    private final MemoryIssuedCertificates certificates = new MemoryIssuedCertificates(store);
    private final MemoryAudit audit = new MemoryAudit(store);
    private final CertificateIssuer issuer = new CertificateIssuer(certificates, audit, clock);
    private final Trust trust = new Trust(1, CLUSTER, List.of(userCa.authority(), hostCa.authority()), Set.of());
    private final KeyPair ssh = SshKeys.generate();
    private final KeyPair tls = TlsKeys.generate();

    @TempDir
    Path dir;

    private static SessionOptions options(boolean pty, boolean agent, boolean ports) {
        return new SessionOptions(
                Duration.ofHours(8), agent, ports, true, pty, false, Optional.empty(), Optional.empty());
    }

    private UserIssue user(List<String> logins, SessionOptions options, Duration ttl) {
        return new UserIssue(
                "jo",
                List.of("access"),
                Map.of("logins", logins),
                logins,
                options,
                ttl,
                Optional.of(ssh.getPublic()),
                Optional.of(tls.getPublic()),
                "192.0.2.7",
                CLUSTER);
    }

    private AgentIssue agent(String hostId, String nodeName, Set<ServiceType> services) {
        return new AgentIssue(
                hostId,
                nodeName,
                "test.example",
                services,
                SshKeys.generate().getPublic(),
                ssh.getPublic(),
                tls.getPublic(),
                "192.0.2.9",
                CLUSTER);
    }

    @Test
    void certificateForOneSessionNamesDeviceAndNode() {
        UserIssue plain = user(List.of("root"), options(true, true, false), Duration.ofMinutes(1));
        UserIssue forSession = new UserIssue(
                plain.user(),
                plain.roles(),
                plain.traits(),
                plain.logins(),
                plain.options(),
                plain.ttl(),
                plain.sshKey(),
                Optional.empty(),
                plain.address(),
                plain.clusterId(),
                Optional.of("device-0"),
                Optional.of(new SessionMfa("device-1", HOST_ID)));
        SshCertificateChecker checker = new SshCertificateChecker(clock);
        UserIdentity checked = checker.checkLogin(
                SshKeys.parseCertificate(
                        issuer.issueUser(forSession, userCa).ssh().orElseThrow()),
                "root",
                trust,
                "192.0.2.7");
        assertThat(checked.mfa()).contains(new SessionMfa("device-1", HOST_ID));
        assertThat(checked.mfaDevices()).containsExactlyInAnyOrder("device-0", "device-1");
        assertThat(checker.checkLogin(
                                SshKeys.parseCertificate(
                                        issuer.issueUser(plain, userCa).ssh().orElseThrow()),
                                "root",
                                trust,
                                "192.0.2.7")
                        .mfa())
                .isEmpty();
    }

    private ProxiedIssue proxied(Instant expires) {
        UserIdentity jo = new UserIdentity(
                "jo",
                List.of("root", "jo"),
                List.of("access"),
                Map.of("logins", List.of("root")),
                Set.of("permit-pty", "permit-port-forwarding"),
                "192.0.2.7",
                -1,
                expires,
                Optional.of(new SessionMfa("device-1", HOST_ID)),
                Optional.of("device-0"));
        return new ProxiedIssue(jo, "root", ssh.getPublic(), "192.0.2.7", CLUSTER);
    }

    @Test
    void aProxysCertificateForAnAgentIsTheUsersOwnForOneLoginAndTwoMinutes() {
        String line = issuer.issueProxied(proxied(SECOND.plusSeconds(3600)), userCa);
        UserIdentity read = new SshCertificateChecker(clock)
                .checkLogin(SshKeys.parseCertificate(line), "root", trust, "192.0.2.200");
        assertThat(read.proxied()).isTrue();
        assertThat(read.principals()).containsExactly("root");
        assertThat(read.roles()).containsExactly("access");
        assertThat(read.traits()).containsEntry("logins", List.of("root"));
        assertThat(read.permits()).containsExactlyInAnyOrder("permit-pty", "permit-port-forwarding");
        assertThat(read.mfa()).contains(new SessionMfa("device-1", HOST_ID));
        assertThat(read.loginMfa()).contains("device-0");
        assertThat(read.expires()).isEqualTo(SECOND.plusSeconds(120));
        assertThat(SshKeys.parseCertificate(line).getExtensionsMap())
                .containsEntry(CertificateNames.PROXIED, "18446744073709551615");
        assertThat(certificates.all()).extracting(IssuedCertificate::kind).containsExactly("ssh-proxied");
        assertThat(SshKeys.parseCertificate(issuer.issueProxied(proxied(SECOND.plusSeconds(5)), userCa))
                        .getValidBefore())
                .isEqualTo(SECOND.plusSeconds(5).getEpochSecond());
        assertThatThrownBy(() -> issuer.issueProxied(proxied(SECOND), userCa)).hasMessageContaining("Log in again");
        assertThatThrownBy(() -> issuer.issueProxied(proxied(SECOND.plusSeconds(60)), hostCa))
                .isInstanceOf(SallyportException.class);
    }

    @Test
    void aStockSshdGetsACertificateWithoutAnythingOfOurs() throws Exception {
        CaKeys opensshCa = CaKeys.generate(CaType.OPENSSH, "test", clock);
        String line = issuer.issueOpenssh(proxied(SECOND.plusSeconds(3600)), opensshCa);
        Path file = Files.writeString(dir.resolve("openssh-cert.pub"), line + "\n");
        String text = StockTool.run("ssh-keygen", "-L", "-f", file.toString()).output();
        assertThat(text)
                .contains("user certificate")
                .contains("Key ID: \"jo\"")
                .containsPattern("Principals:\\s+root\\s+Critical Options: \\(none\\)")
                .containsPattern("Extensions:\\s+permit-port-forwarding\\s+permit-pty\\s*$")
                .contains(SshKeys.fingerprint(SshKeys.parsePublic(
                        opensshCa.authority().sshPublicKeys().getFirst())));
        assertThat(certificates.all()).extracting(IssuedCertificate::kind).containsExactly("ssh-openssh");
        // what an agent reads is never signed by that CA
        assertThatThrownBy(() -> issuer.issueProxied(proxied(SECOND.plusSeconds(3600)), opensshCa))
                .isInstanceOf(SallyportException.class);
    }

    @Test
    void aProxyPresentsANodesNamesAndNoOthers() {
        String line = issuer.issueNode(HOST_ID, "Web1", "test.example", hostCa).hostCertificate();
        SshCertificateChecker checker = new SshCertificateChecker(clock);
        checker.checkHost(SshKeys.parseCertificate(line), "web1.test.example", trust);
        assertThat(SshKeys.parseCertificate(line).getPrincipals())
                .containsExactly(HOST_ID, HOST_ID + ".test.example", "web1", "web1.test.example");
        assertThatThrownBy(() -> issuer.issueNode(HOST_ID, "test.example", "test.example", hostCa))
                .hasMessageContaining("reserved");
    }

    @Test
    void userCertificatesCarryIdentityLoginsAndPermits() throws Exception {
        UserCertificates issued =
                issuer.issueUser(user(List.of("root"), options(true, true, false), Duration.ofHours(8)), userCa);
        UserIdentity identity = new SshCertificateChecker(clock)
                .checkLogin(SshKeys.parseCertificate(issued.ssh().orElseThrow()), "root", trust, "192.0.2.7");
        assertThat(identity.user()).isEqualTo("jo");
        assertThat(identity.roles()).containsExactly("access");
        assertThat(identity.traits()).isEqualTo(Map.of("logins", List.of("root")));
        assertThat(identity.loginIp()).isEqualTo("192.0.2.7");
        assertThat(identity.permits()).containsExactlyInAnyOrder("permit-pty", "permit-agent-forwarding");
        assertThat(identity.expires())
                .isEqualTo(SECOND.plus(Duration.ofHours(8)))
                .isEqualTo(issued.expires());
        Path file = Files.writeString(dir.resolve("c.pub"), issued.ssh().orElseThrow());
        assertThat(StockTool.run("env", "TZ=UTC", "ssh-keygen", "-L", "-f", file.toString())
                        .output())
                .contains("from 2026-05-01T11:59:00 to 2026-05-01T20:00:00");
        X509Certificate leaf = TlsKeys.parseChain(issued.tls().orElseThrow()).getFirst();
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=jo,O=access");
    }

    @Test
    void userWithoutLoginsGetsACertificateThatOpensNothing() {
        String line = issuer.issueUser(user(List.of(), options(false, false, false), Duration.ofHours(1)), userCa)
                .ssh()
                .orElseThrow();
        assertThat(SshKeys.parseCertificate(line).getPrincipals()).containsExactly(CertificateNames.NO_LOGIN_PRINCIPAL);
        assertThat(SshKeys.parseCertificate(line).getExtensionsMap().keySet())
                .noneMatch(name -> name.startsWith("permit-"));
    }

    @Test
    void agentCertificatesNameTheAgentAndExactlyItsServices() {
        AgentCertificates issued = issuer.issueAgent(agent(HOST_ID, "Web1", Set.of(ServiceType.SSH)), hostCa);
        SshCertificateChecker checker = new SshCertificateChecker(clock);
        AgentIdentity tunnel =
                (AgentIdentity) checker.check(SshKeys.parseCertificate(issued.tunnel()), trust, "192.0.2.9");
        AgentIdentity grpc = new X509CertificateChecker(clock).checkAgent(TlsKeys.parseChain(issued.tls()), trust);
        assertThat(List.of(tunnel.hostId(), grpc.hostId())).containsOnly(HOST_ID);
        assertThat(List.of(tunnel.services(), grpc.services())).containsOnly(Set.of(ServiceType.SSH));
        assertThat(issued.expires()).isEqualTo(SECOND.plus(Duration.ofHours(24)));
        assertThat(SshKeys.parseCertificate(issued.host()).getPrincipals())
                .containsExactly(HOST_ID, HOST_ID + ".test.example", "web1", "web1.test.example");
        checker.checkHost(SshKeys.parseCertificate(issued.host()), "web1.test.example", trust);
    }

    @Test
    void serverKeysFitTheirCertificates() {
        ServerKeys keys =
                issuer.issueServer(new ServerIssue(List.of("proxy.example", "127.0.0.1", "::1"), CLUSTER), hostCa);
        new X509CertificateChecker(clock)
                .checkServer(TlsKeys.parseChain(keys.tlsChain()), ServerKeys.AUTH_SERVER_NAME, trust);
        new SshCertificateChecker(clock).checkHost(SshKeys.parseCertificate(keys.sshHostCertificate()), "::1", trust);
        assertThat(SshKeys.line(SshKeys.parsePrivate(keys.sshHostKey()).getPublic()))
                .isEqualTo(SshKeys.line(
                        SshKeys.parseCertificate(keys.sshHostCertificate()).getCertPubKey()));
        byte[] message = {1};
        assertThat(TlsKeys.verify(
                        TlsKeys.parseChain(keys.tlsChain()).getFirst().getPublicKey(),
                        message,
                        TlsKeys.sign(TlsKeys.parsePrivate(keys.tlsKey()), message)))
                .isTrue();
    }

    @Test
    void everyCertificateIsOnRecordWithItsEvent() {
        issuer.issueUser(user(List.of("root"), options(true, true, true), Duration.ofHours(1)), userCa);
        issuer.issueAgent(agent(HOST_ID, "web1", Set.of(ServiceType.SSH)), hostCa);
        issuer.issueServer(new ServerIssue(List.of("proxy"), CLUSTER), hostCa);
        assertThat(certificates.all())
                .extracting(IssuedCertificate::kind)
                .containsExactlyInAnyOrder(
                        "ssh-user", "x509-user", "ssh-host", "ssh-agent", "x509-agent", "ssh-host", "x509-server");
        List<AuditEvent> events = audit.search(AuditQuery.ALL, Optional.empty(), 100).events().stream()
                .map(AuditRepository.Stored::event)
                .toList();
        assertThat(events).hasSize(7).allMatch(event -> event.event().equals("cert.issued"));
        assertThat(events)
                .extracting(event -> event.fields().get("serial"))
                .containsExactlyInAnyOrderElementsOf(certificates.all().stream()
                        .map(certificate -> Long.toUnsignedString(certificate.serial()))
                        .toList());
        assertThat(events).extracting(AuditEvent::user).contains("jo", "agent:" + HOST_ID, "system");
    }

    @Test
    void nothingLeavesWhenTheRecordCannotBeWritten() {
        store.away(true);
        assertRefused(
                ErrorCode.STORE_UNAVAILABLE,
                () -> issuer.issueUser(user(List.of("root"), options(true, true, true), Duration.ofHours(1)), userCa));
    }

    @Test
    void userRequestsBeyondTheRolesAreRefused() {
        SessionOptions options = options(true, true, true);
        assertRefused(
                ErrorCode.ACCESS_DENIED,
                () -> issuer.issueUser(user(List.of("root"), options, Duration.ofHours(9)), userCa));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                () -> issuer.issueUser(user(List.of("root"), options, Duration.ZERO), userCa));
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                () -> issuer.issueUser(user(List.of("root,admin"), options, Duration.ofHours(1)), userCa));
        assertRefused(
                ErrorCode.CERTIFICATE_WRONG_TYPE,
                () -> issuer.issueUser(user(List.of("agent:" + HOST_ID), options, Duration.ofHours(1)), userCa));
        assertRefused(
                ErrorCode.CERTIFICATE_WRONG_TYPE,
                () -> issuer.issueUser(user(List.of("root"), options, Duration.ofHours(1)), hostCa));
        assertThat(certificates.all()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "*", "web?", "!web", "a,b", "a b", "-web", "web\n", "test.example", "localhost", "10.0.0.1"})
    void nodeNamesThatWouldMatchOtherHostsAreRefused(String name) {
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                () -> issuer.issueAgent(agent(HOST_ID, name, Set.of(ServiceType.SSH)), hostCa));
        assertThat(certificates.all()).isEmpty();
    }

    @Test
    void agentNeedsAnIdAndAService() {
        assertRefused(
                ErrorCode.INVALID_ARGUMENT,
                () -> issuer.issueAgent(agent("not-a-uuid", "web1", Set.of(ServiceType.SSH)), hostCa));
        assertRefused(ErrorCode.INVALID_ARGUMENT, () -> issuer.issueAgent(agent(HOST_ID, "web1", Set.of()), hostCa));
    }

    private static void assertRefused(ErrorCode code, Runnable action) {
        assertThatThrownBy(action::run).isInstanceOfSatisfying(SallyportException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
