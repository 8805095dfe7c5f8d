package org.sallyport.core.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.core.ca.CaFixture.CLUSTER;
import static org.sallyport.core.ca.CaFixture.HOST_ID;
import static org.sallyport.core.ca.CaFixture.NOW;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.StockTool;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.TlsKeys;

class X509CertificateCheckerTest {
    private final CaFixture cluster = new CaFixture();
    private final X509CertificateChecker checker = new X509CertificateChecker(cluster.clock);

    @TempDir
    Path dir;

    @Test
    void agentCertificateSaysWhichAgentItIs() {
        X509Certificate leaf = cluster.host.sign(cluster.agentTemplate());
        assertThat(checker.checkAgent(
                        List.of(leaf, cluster.host.certificate(X509Template.Purpose.CLIENT)), cluster.trust()))
                .isEqualTo(new AgentIdentity(
                        HOST_ID, "web1", Set.of(ServiceType.SSH), -2L, NOW.plus(Duration.ofHours(24))));
    }

    @Test
    void opensslReadsAndVerifiesOurCertificates() throws Exception {
        Path ca = Files.writeString(
                dir.resolve("ca.pem"),
                cluster.host.authority().x509Certificates().getFirst());
        Path leaf = Files.writeString(
                dir.resolve("leaf.pem"), TlsKeys.chainPem(List.of(cluster.host.sign(cluster.agentTemplate()))));
        String at = Long.toString(NOW.getEpochSecond());
        StockTool.Result verified = StockTool.run(
                "openssl",
                "verify",
                "-x509_strict",
                "-purpose",
                "sslclient",
                "-attime",
                at,
                "-CAfile",
                ca.toString(),
                leaf.toString());
        assertThat(verified.output()).contains("leaf.pem: OK");
        assertThat(StockTool.run(
                                "openssl",
                                "verify",
                                "-purpose",
                                "sslserver",
                                "-attime",
                                at,
                                "-CAfile",
                                ca.toString(),
                                leaf.toString())
                        .exitCode())
                .isNotZero();
        assertThat(StockTool.run("openssl", "x509", "-noout", "-text", "-in", leaf.toString())
                        .output())
                .contains("CN = agent:" + HOST_ID)
                .contains("TLS Web Client Authentication")
                .contains("{\"v\":1,\"cluster\":\"" + CLUSTER
                        + "\",\"kind\":\"agent\",\"node\":\"web1\",\"services\":[\"ssh\"]}");
    }

    @Test
    void userCertificateCarriesRolesAsOrganizations() throws Exception {
        X509Template template = new X509Template(
                cluster.tls.getPublic(),
                5,
                "jo",
                List.of("access", "dev"),
                NOW,
                NOW.plusSeconds(60),
                X509Template.Purpose.CLIENT,
                List.of(),
                Optional.of(X509Claims.ofUser(CLUSTER, List.of("root"), Map.of("team", List.of("a")))));
        X509Certificate leaf = cluster.user.sign(template);
        Path file = Files.writeString(dir.resolve("user.pem"), TlsKeys.chainPem(List.of(leaf)));
        assertThat(StockTool.run("openssl", "x509", "-noout", "-subject", "-in", file.toString())
                        .output())
                .contains("O = access, O = dev, CN = jo");
        assertRefused(ErrorCode.CERTIFICATE_UNTRUSTED, () -> checker.checkAgent(List.of(leaf), cluster.trust()));
    }

    @Test
    void serverIsCheckedByNameClusterAndPurpose() {
        X509Certificate server = cluster.host.sign(cluster.serverTemplate());
        checker.checkServer(List.of(server), "sallyport-auth", cluster.trust());
        assertRefused(
                ErrorCode.PRINCIPAL_NOT_ALLOWED,
                () -> checker.checkServer(List.of(server), "example.org", cluster.trust()));
        assertRefused(ErrorCode.CERTIFICATE_WRONG_TYPE, () -> checker.checkAgent(List.of(server), cluster.trust()));
        X509Certificate agent = cluster.host.sign(cluster.agentTemplate());
        assertRefused(
                ErrorCode.CERTIFICATE_WRONG_TYPE,
                () -> checker.checkServer(List.of(agent), "sallyport-auth", cluster.trust()));
        assertRefused(ErrorCode.CERTIFICATE_UNTRUSTED, () -> checker.checkAgent(List.of(), cluster.trust()));
        assertRefused(
                ErrorCode.CERTIFICATE_WRONG_TYPE,
                () -> checker.checkAgent(
                        List.of(cluster.host.certificate(X509Template.Purpose.CLIENT)), cluster.trust()));
    }

    @Test
    void strangersRevokedExpiredAndOtherClustersAreRefused() {
        X509Certificate leaf = cluster.host.sign(cluster.agentTemplate());
        CaKeys stranger = CaKeys.generate(CaType.HOST, "test", cluster.clock);
        assertRefused(
                ErrorCode.CERTIFICATE_UNTRUSTED,
                () -> checker.checkAgent(List.of(stranger.sign(cluster.agentTemplate())), cluster.trust()));
        assertRefused(
                ErrorCode.CERTIFICATE_REVOKED, () -> checker.checkAgent(List.of(leaf), cluster.trust(Set.of(-2L))));
        assertRefused(ErrorCode.CERTIFICATE_EXPIRED, () -> at(NOW.plus(Duration.ofHours(24)))
                .checkAgent(List.of(leaf), cluster.trust()));
        assertRefused(
                ErrorCode.CERTIFICATE_NOT_YET_VALID,
                () -> at(NOW.minusSeconds(60).minusMillis(1)).checkAgent(List.of(leaf), cluster.trust()));
        Trust elsewhere = new Trust(1, "another", List.of(cluster.host.authority()), Set.of());
        assertRefused(ErrorCode.CERTIFICATE_UNTRUSTED, () -> checker.checkAgent(List.of(leaf), elsewhere));
    }

    @Test
    void expiredCaVouchesForNothing() {
        X509Template longLived = new X509Template(
                cluster.tls.getPublic(),
                9,
                "agent:" + HOST_ID,
                List.of(),
                NOW,
                NOW.plus(Duration.ofDays(9000)),
                X509Template.Purpose.CLIENT,
                List.of(),
                Optional.of(X509Claims.ofAgent(CLUSTER, "web1", List.of(ServiceType.SSH))));
        X509Certificate leaf = cluster.host.sign(longLived);
        Instant beyond = NOW.plus(Duration.ofDays(3651));
        assertRefused(ErrorCode.CERTIFICATE_UNTRUSTED, () -> at(beyond).checkAgent(List.of(leaf), cluster.trust()));
        assertThat(at(NOW.plus(Duration.ofDays(3649)))
                        .checkAgent(List.of(leaf), cluster.trust())
                        .expires())
                .isEqualTo(NOW.plus(Duration.ofDays(9000)));
    }

    private static X509CertificateChecker at(Instant when) {
        return new X509CertificateChecker(Clock.fixed(when, ZoneOffset.UTC));
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SallyportException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
