package org.sallyport.core.ca;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.sallyport.core.ca.CaFixture.ADDRESS;
import static org.sallyport.core.ca.CaFixture.HOST_ID;
import static org.sallyport.core.ca.CaFixture.NOW;
import static org.sallyport.core.ca.CaFixture.signed;

import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.config.keys.OpenSshCertificateImpl;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.StockTool;
import org.sallyport.core.identity.SshIdentity;
import org.sallyport.core.identity.SshIdentity.AgentIdentity;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.keys.SshKeys;

class SshCertificateCheckerTest {
    private final CaFixture cluster = new CaFixture();
    private final SshCertificateChecker checker = new SshCertificateChecker(cluster.clock);

    @TempDir
    Path dir;

    @Test
    void userCertificateSaysWhoItsHolderIs() {
        UserIdentity user =
                checker.checkLogin(signed(cluster.user, cluster.userDraft()), "ubuntu", cluster.trust(), ADDRESS);
        assertThat(user)
                .isEqualTo(new UserIdentity(
                        "jo",
                        List.of("root", "ubuntu"),
                        List.of("access", "dev"),
                        Map.of("logins", List.of("root", "ubuntu")),
                        Set.of("permit-pty"),
                        ADDRESS,
                        0x8000_0000_0000_0001L,
                        NOW.plus(Duration.ofHours(8))));
    }

    @Test
    void agentCertificateSaysWhichAgentItIs() {
        SshIdentity agent = checker.check(signed(cluster.host, cluster.agentDraft()), cluster.trust(), ADDRESS);
        assertThat(agent).isInstanceOfSatisfying(AgentIdentity.class, identity -> {
            assertThat(identity.hostId()).isEqualTo(HOST_ID);
            assertThat(identity.services()).containsExactly(ServiceType.SSH);
        });
        assertRefused(
                ErrorCode.CERTIFICATE_WRONG_TYPE,
                () -> checker.checkLogin(
                        signed(cluster.host, cluster.agentDraft()), "agent:" + HOST_ID, cluster.trust(), ADDRESS));
    }

    @Test
    void whatIsForStockSshdIsNeitherAUserNorAnAgentNorAHostHere() {
        CaKeys openssh = CaKeys.generate(CaType.OPENSSH, "test", cluster.clock);
        CaFixture.Draft draft = cluster.userDraft();
        draft.extensions = new java.util.HashMap<>(Map.of("permit-pty", ""));
        OpenSshCertificate certificate = signed(openssh, draft);
        assertRefused(ErrorCode.CERTIFICATE_UNTRUSTED, () -> checker.check(certificate, cluster.trust(), ADDRESS));
        // not even where its keys came to stand among the trusted ones
        Trust both = new Trust(
                1,
                CaFixture.CLUSTER,
                List.of(cluster.user.authority(), cluster.host.authority(), openssh.authority()),
                Set.of());
        draft.extensions.clear();
        assertThatThrownBy(() -> checker.check(signed(openssh, draft), both, ADDRESS))
                .isInstanceOf(SallyportException.class);
        CaFixture.Draft host = cluster.hostDraft();
        assertRefused(ErrorCode.CERTIFICATE_WRONG_TYPE, () -> openssh.sign(host.template()));
        assertRefused(
                ErrorCode.CERTIFICATE_WRONG_TYPE,
                () -> openssh.sign(cluster.agentDraft().template()));
        assertRefused(
                ErrorCode.CERTIFICATE_WRONG_TYPE,
                () -> openssh.sign(cluster.userDraft().template()));
        assertRefused(ErrorCode.CERTIFICATE_WRONG_TYPE, () -> openssh.sign(cluster.agentTemplate()));
        assertRefused(ErrorCode.CERTIFICATE_WRONG_TYPE, () -> openssh.sign(cluster.serverTemplate()));
    }

    @Test
    void sshKeygenReadsOurCertificates() throws Exception {
        CaFixture.Draft draft = cluster.userDraft();
        draft.sourceAddress = Optional.of("192.0.2.0/24");
        Path file = Files.writeString(dir.resolve("id-cert.pub"), cluster.user.sign(draft.template()) + "\n");
        String text = StockTool.run("ssh-keygen", "-L", "-f", file.toString()).output();
        assertThat(text)
                .contains("user certificate")
                .contains("Key ID: \"jo\"")
                .contains("Serial: 9223372036854775809")
                .contains("source-address 192.0.2.0/24")
                .containsPattern("Principals:\\s+root\\s+ubuntu")
                .contains("permit-pty")
                .contains("roles@sallyport.org UNKNOWN OPTION")
                .contains(SshKeys.fingerprint(SshKeys.parsePublic(
                        cluster.user.authority().sshPublicKeys().getFirst())));
    }

    @Test
    void certificateOfSshKeygenUnderOurCaIsReadTheSameWay() throws Exception {
        // a foreign implementation's encoding of extensions must mean the same to us
        Path ca = dir.resolve("ca");
        Path key = dir.resolve("id");
        StockTool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", ca.toString());
        StockTool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        String line = sshKeygenCertificate(ca, key);
        KeyPair caPair = SshKeys.parsePrivate(new Secret(Files.readString(ca)));
        Trust trust = new Trust(
                1,
                CaFixture.CLUSTER,
                List.of(new Authority(CaType.USER, List.of(SshKeys.line(caPair.getPublic())), List.of())),
                Set.of());
        SshCertificateChecker today = new SshCertificateChecker(Clock.systemUTC());
        assertThat(today.checkLogin(SshKeys.parseCertificate(line), "root", trust, "::1")
                        .roles())
                .containsExactly("access");
    }

    private String sshKeygenCertificate(Path ca, Path key) throws Exception {
        StockTool.Result made = StockTool.run(
                "ssh-keygen",
                "-q",
                "-s",
                ca.toString(),
                "-I",
                "jo",
                "-n",
                "root",
                "-z",
                "5",
                "-V",
                "-5m:+1h",
                "-O",
                "extension:" + CertificateNames.CLUSTER + "=" + CaFixture.CLUSTER,
                "-O",
                "extension:" + CertificateNames.ROLES + "=[\"access\"]",
                key + ".pub");
        assertThat(made.exitCode()).as(made.output()).isZero();
        return Files.readString(dir.resolve("id-cert.pub"));
    }

    @Test
    void loginMustBeAPrincipal() {
        OpenSshCertificate certificate = signed(cluster.user, cluster.userDraft());
        assertRefused(
                ErrorCode.PRINCIPAL_NOT_ALLOWED,
                () -> checker.checkLogin(certificate, "admin", cluster.trust(), ADDRESS));
        CaFixture.Draft none = cluster.userDraft();
        none.principals = List.of(CertificateNames.NO_LOGIN_PRINCIPAL);
        OpenSshCertificate noLogin = signed(cluster.user, none);
        assertThat(checker.check(noLogin, cluster.trust(), ADDRESS)).isInstanceOf(UserIdentity.class);
        assertRefused(
                ErrorCode.PRINCIPAL_NOT_ALLOWED,
                () -> checker.checkLogin(noLogin, CertificateNames.NO_LOGIN_PRINCIPAL, cluster.trust(), ADDRESS));
    }

    @Test
    void whoIsAskedForNoLoginIsStillAPerson() {
        CaFixture.Draft none = cluster.userDraft();
        none.principals = List.of(CertificateNames.NO_LOGIN_PRINCIPAL);
        assertThat(checker.checkUser(signed(cluster.user, none), cluster.trust(), ADDRESS)
                        .user())
                .isEqualTo("jo");
        assertRefused(
                ErrorCode.CERTIFICATE_WRONG_TYPE,
                () -> checker.checkUser(signed(cluster.host, cluster.agentDraft()), cluster.trust(), ADDRESS));
    }

    @Test
    void expiryAndBeginAreHeld() {
        CaFixture.Draft draft = cluster.userDraft();
        draft.notAfter = NOW;
        assertCheckRefused(ErrorCode.CERTIFICATE_EXPIRED, signed(cluster.user, draft));
        draft.notBefore = NOW.plusSeconds(1);
        draft.notAfter = NOW.plusSeconds(10);
        assertCheckRefused(ErrorCode.CERTIFICATE_NOT_YET_VALID, signed(cluster.user, draft));
        SshCertificateChecker later =
                new SshCertificateChecker(Clock.fixed(NOW.plus(Duration.ofHours(8)), ZoneOffset.UTC));
        assertRefused(
                ErrorCode.CERTIFICATE_EXPIRED,
                () -> later.check(signed(cluster.user, cluster.userDraft()), cluster.trust(), ADDRESS));
    }

    @Test
    void certificateWithoutAnEndIsNoneOfOurs() {
        CaFixture.Draft draft = cluster.userDraft();
        draft.notAfter = Instant.parse("+10000-01-01T00:00:00Z");
        assertCheckRefused(ErrorCode.CERTIFICATE_MALFORMED, signed(cluster.user, draft));
    }

    @Test
    void otherCaWrongSignatureAndOtherClusterAreUntrusted() {
        CaKeys stranger = CaKeys.generate(CaType.USER, "test", cluster.clock);
        assertCheckRefused(ErrorCode.CERTIFICATE_UNTRUSTED, signed(stranger, cluster.userDraft()));

        OpenSshCertificateImpl forged = (OpenSshCertificateImpl) signed(stranger, cluster.userDraft());
        forged.setCaPubKey(
                SshKeys.parsePublic(cluster.user.authority().sshPublicKeys().getFirst()));
        assertCheckRefused(ErrorCode.CERTIFICATE_UNTRUSTED, forged);

        CaFixture.Draft elsewhere = cluster.userDraft();
        elsewhere.extensions.put(CertificateNames.CLUSTER, "11111111-2f5e-4f2c-8a55-7f6a8f0f3d10");
        assertCheckRefused(ErrorCode.CERTIFICATE_UNTRUSTED, signed(cluster.user, elsewhere));
        elsewhere.extensions.remove(CertificateNames.CLUSTER);
        assertCheckRefused(ErrorCode.CERTIFICATE_UNTRUSTED, signed(cluster.user, elsewhere));
    }

    @Test
    void revokedSerialIsRefused() {
        OpenSshCertificate certificate = signed(cluster.user, cluster.userDraft());
        assertRefused(
                ErrorCode.CERTIFICATE_REVOKED,
                () -> checker.check(certificate, cluster.trust(Set.of(0x8000_0000_0000_0001L)), ADDRESS));
    }

    @Test
    void hostCertificateIsNoUserCertificateAndViceVersa() {
        OpenSshCertificate host = signed(cluster.host, cluster.hostDraft());
        assertCheckRefused(ErrorCode.CERTIFICATE_WRONG_TYPE, host);
        assertRefused(
                ErrorCode.CERTIFICATE_WRONG_TYPE,
                () -> checker.checkHost(signed(cluster.user, cluster.userDraft()), "root", cluster.trust()));
    }

    @Test
    void certificateOfTheWrongCaTypeIsRefused() {
        // the user CA's key among the host CA's: what it signed for a user must not pass as an agent
        Trust crossed = crossed();
        assertRefused(
                ErrorCode.PRINCIPAL_NOT_ALLOWED,
                () -> checker.check(signed(cluster.user, cluster.userDraft()), crossed, ADDRESS));
        assertRefused(
                ErrorCode.PRINCIPAL_NOT_ALLOWED,
                () -> checker.check(signed(cluster.host, cluster.agentDraft()), crossed, ADDRESS));
        assertRefused(
                ErrorCode.CERTIFICATE_WRONG_TYPE,
                () -> checker.checkHost(signed(cluster.host, cluster.hostDraft()), "web1", crossed));
    }

    private Trust crossed() {
        Authority user = cluster.user.authority();
        Authority host = cluster.host.authority();
        return new Trust(
                1,
                CaFixture.CLUSTER,
                List.of(
                        new Authority(CaType.HOST, user.sshPublicKeys(), List.of()),
                        new Authority(CaType.USER, host.sshPublicKeys(), List.of())),
                Set.of());
    }

    @Test
    void certificateAmongTheTrustedKeysIsRefused() {
        String line = cluster.user.sign(cluster.userDraft().template());
        Trust poisoned = new Trust(
                1, CaFixture.CLUSTER, List.of(new Authority(CaType.USER, List.of(line), List.of())), Set.of());
        assertRefused(
                ErrorCode.CERTIFICATE_WRONG_TYPE,
                () -> checker.check(signed(cluster.user, cluster.userDraft()), poisoned, ADDRESS));
    }

    @ParameterizedTest
    @CsvSource({
        "192.0.2.0/24,192.0.2.7,true",
        "192.0.2.0/24,192.0.3.7,false",
        "192.0.2.7,192.0.2.7,true",
        "'10.0.0.0/8,192.0.2.0/28',192.0.2.7,true",
        "192.0.2.0/24,::ffff:192.0.2.7,true",
        "192.0.2.0/24,2001:db8::1,false",
        "2001:db8::/32,2001:db8::1,true",
        "2001:db8::/32,2001:db9::1,false",
        "0.0.0.0/0,203.0.113.9,true",
        "192.0.2.0/24,unknown,false",
        "192.0.2.0/24,'',false"
    })
    void sourceAddressIsHeld(String ranges, String client, boolean allowed) {
        CaFixture.Draft draft = cluster.userDraft();
        draft.sourceAddress = Optional.of(ranges);
        OpenSshCertificate certificate = signed(cluster.user, draft);
        if (allowed) {
            assertThat(checker.check(certificate, cluster.trust(), client)).isInstanceOf(UserIdentity.class);
        } else {
            assertRefused(ErrorCode.SOURCE_ADDRESS_MISMATCH, () -> checker.check(certificate, cluster.trust(), client));
        }
    }

    @Test
    void unknownCriticalOptionIsRefused() throws Exception {
        Path ca = dir.resolve("ca");
        Path key = dir.resolve("id");
        StockTool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", ca.toString());
        StockTool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", key.toString());
        StockTool.run(
                "ssh-keygen",
                "-q",
                "-s",
                ca.toString(),
                "-I",
                "jo",
                "-n",
                "root",
                "-z",
                "5",
                "-V",
                "-5m:+1h",
                "-O",
                "force-command=/bin/true",
                key + ".pub");
        Trust trust = new Trust(
                1,
                CaFixture.CLUSTER,
                List.of(new Authority(CaType.USER, List.of(Files.readString(dir.resolve("ca.pub"))), List.of())),
                Set.of());
        OpenSshCertificate forced = SshKeys.parseCertificate(Files.readString(dir.resolve("id-cert.pub")));
        SshCertificateChecker today = new SshCertificateChecker(Clock.systemUTC());
        assertThatThrownBy(() -> today.check(forced, trust, ADDRESS)).hasMessageContaining("force-command");
    }

    @Test
    void hostIsCheckedByName() {
        OpenSshCertificate host = signed(cluster.host, cluster.hostDraft());
        checker.checkHost(host, "WEB1.test", cluster.trust());
        checker.checkHost(host, HOST_ID, cluster.trust());
        assertRefused(ErrorCode.PRINCIPAL_NOT_ALLOWED, () -> checker.checkHost(host, "web2", cluster.trust()));
        assertRefused(
                ErrorCode.CERTIFICATE_REQUIRED,
                () -> checker.checkHost(cluster.subject.getPublic(), "web1", cluster.trust()));
        assertRefused(
                ErrorCode.CERTIFICATE_WRONG_TYPE,
                () -> checker.checkHost(signed(cluster.host, cluster.agentDraft()), "web1", cluster.trust()));
    }

    private void assertCheckRefused(ErrorCode code, OpenSshCertificate certificate) {
        assertRefused(code, () -> checker.check(certificate, cluster.trust(), ADDRESS));
    }

    private static void assertRefused(ErrorCode code, ThrowingCallable call) {
        assertThatThrownBy(call).isInstanceOfSatisfying(SallyportException.class, e -> assertThat(e.code())
                .isEqualTo(code));
    }
}
