package org.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;

/** Who is not let in, and what they are told. */
class SshRefusalIT {
    private static final String LOGIN = System.getProperty("user.name");
    private static SshFixture node;

    @BeforeAll
    static void start() throws Exception {
        node = new SshFixture(LOGIN, List.of());
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    private static void refused(Path key, String account, String reason) {
        refused(node.sshAs(key, account, new byte[0], "127.0.0.1", "echo in"), reason);
    }

    private static void refused(Ran ran, String reason) {
        assertThat(ran.exit()).isEqualTo(255);
        assertThat(ran.out()).isEmpty();
        assertThat(ran.err()).contains("agent web1: ").containsPattern(reason);
        AuditEvent event = node.lastEvent("session.login.refused").orElseThrow();
        assertThat(event.message()).startsWith("agent web1: ").containsPattern(reason);
        assertThat(event.address()).isEqualTo("192.0.2.7");
    }

    @Test
    void anExpiredCertificate() {
        Path key = node.keygen.key("expired");
        node.certify(key, "forward", LOGIN, "-V", "-2h:-1h");
        refused(key, LOGIN, "(?i)expired");
    }

    @Test
    void aCertificateThatIsNotYetValid() {
        Path key = node.keygen.key("early");
        node.certify(key, "forward", LOGIN, "-V", "+1h:+2h");
        refused(key, LOGIN, "valid only from");
    }

    @Test
    void aNodeWhoseClockIsAheadSaysWhatTimeItThinksItIs() throws Exception {
        Clock ahead = Clock.offset(Clock.systemUTC(), Duration.ofHours(23));
        String day = ahead.instant().toString().substring(0, 10);
        try (SshFixture skewed = new SshFixture(LOGIN, List.of(), ahead)) {
            Ran ran = skewed.sshAs(skewed.userKey, LOGIN, new byte[0], "127.0.0.1", "echo in");
            assertThat(ran.exit()).isEqualTo(255);
            assertThat(ran.err())
                    .contains("agent web1: ", "expired at ", "and here it is " + day, "set this machine's clock right");
            assertThat(skewed.lastEvent("session.login.refused").orElseThrow().message())
                    .contains("and here it is " + day);
        }
    }

    @Test
    void aCertificateOfAnotherCa() {
        Path otherCa = node.keygen.key("other_ca");
        Path key = node.keygen.key("foreign");
        node.keygen.sign(otherCa, key, "-I", "alice", "-n", LOGIN, "-z", "6", "-V", "-5m:+1h");
        refused(key, LOGIN, "CA");
    }

    @Test
    void aUserCertificateOfTheHostCa() {
        Path key = node.keygen.key("host_signed");
        node.keygen.sign(node.hostCa, key, "-I", "alice", "-n", LOGIN, "-z", "5", "-V", "-5m:+1h");
        refused(key, LOGIN, "CA");
    }

    @Test
    void aPrincipalThatIsNotTheLogin() {
        Path key = node.keygen.key("wrong_principal");
        node.certify(key, "forward", "somebody-else");
        refused(key, LOGIN, "(?i)login|principal");
    }

    @Test
    void aRevokedSerial() {
        Path key = node.keygen.key("revoked");
        node.certify(key, "forward", LOGIN, "-z", "4711");
        refused(key, LOGIN, "(?i)revoked");
    }

    @Test
    void anotherSourceAddress() {
        Path key = node.keygen.key("pinned");
        node.certify(key, "forward", LOGIN, "-O", "source-address=198.51.100.0/24");
        refused(key, LOGIN, "may be used from 198");
        node.certify(key, "forward", LOGIN, "-O", "source-address=192.0.2.0/24");
        assertThat(node.sshAs(key, LOGIN, new byte[0], "127.0.0.1", "echo in").out())
                .isEqualTo("in\n");
    }

    @Test
    void aForcedCommandBecauseItWouldNotBeForced() {
        Path key = node.keygen.key("forced");
        node.certify(key, "forward", LOGIN, "-O", "force-command=id");
        refused(key, LOGIN, "(?i)option");
    }

    @Test
    void aRoleThatTheClusterDoesNotKnow() {
        Path key = node.keygen.key("unknown_role");
        node.certify(key, "gone", LOGIN);
        refused(key, LOGIN, "access denied");
    }

    @Test
    void anAccountThatDoesNotExist() {
        Path key = node.keygen.key("no_account");
        node.certify(key, "forward", "no-such-account");
        refused(key, "no-such-account", "there is no account");
    }

    @Test
    void anAccountWithoutALoginShell() {
        Path key = node.keygen.key("nobody");
        node.certify(key, "forward", "nobody");
        refused(key, "nobody", "may not log in|does not run as root");
    }

    @Test
    void aBareKeyIsToldToGetACertificate() {
        Path key = node.keygen.key("bare");
        Ran ran = node.sshAs(key, LOGIN, new byte[0], "127.0.0.1", "echo in");
        assertThat(ran.exit()).isEqualTo(255);
        assertThat(ran.err()).contains("Permission denied").contains("certificate-by-sallyport-login");
        Await.until(Duration.ofSeconds(5), () -> node.events.stream()
                .anyMatch(event -> event.event().equals("session.login.refused")
                        && event.message().contains("bare key")));
    }

    @Test
    void aBareKeyBesideAGoodCertificateIsNoRefusal() {
        long before = node.events.stream()
                .filter(event -> event.event().equals("session.login.refused"))
                .count();
        Ran ran = node.ssh("127.0.0.1", "echo in");
        assertThat(ran.out()).isEqualTo("in\n");
        assertThat(ran.err()).isEmpty();
        assertThat(node.events.stream()
                        .filter(event -> event.event().equals("session.login.refused"))
                        .count())
                .isEqualTo(before);
    }

    @Test
    void aHostCertificate() throws Exception {
        Path key = node.keygen.key("host_type");
        node.keygen.sign(node.userCa, key, "-h", "-I", "alice", "-n", LOGIN, "-V", "-5m:+1h");
        // the client itself will not offer it as a certificate, so it comes down to the bare key
        Ran ran = node.sshAs(key, LOGIN, new byte[0], "127.0.0.1", "echo in");
        assertThat(ran.exit()).isEqualTo(255);
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void aPrincipalWithAComma() throws Exception {
        Path key = node.keygen.key("comma");
        Files.writeString(
                Path.of(key + "-cert.pub"), CommaCertificate.line(node.userCa, key, LOGIN + ",other", node.clusterId));
        refused(key, LOGIN, "(?i)principal|comma|malformed");
    }

    @Test
    void featuresThatNoRoleGives() {
        Path key = node.keygen.key("plain");
        node.certify(key, "plain", LOGIN);
        Ran forward = node.sshAs(key, LOGIN, new byte[0], "-W", "127.0.0.1:1", "127.0.0.1");
        assertThat(forward.err()).contains("agent web1: access denied: port forward to");
        Ran remote = node.sshAs(key, LOGIN, new byte[0], "-R", "0:127.0.0.1:1", "127.0.0.1", "echo in");
        assertThat(remote.out()).isEqualTo("in\n");
        assertThat(remote.err()).contains("agent web1: access denied: remote port forward");
        Ran terminal = node.sshAs(key, LOGIN, new byte[0], "-tt", "127.0.0.1", "tty");
        assertThat(terminal.exit()).isEqualTo(254);
        assertThat(terminal.err())
                .contains("agent web1: access denied: terminal: ")
                .contains("; ssh -T asks for none");
        assertThat(node.lastEvent("access.denied").orElseThrow().message()).contains("terminal");
        Ran copy = node.sshAs(key, LOGIN, new byte[0], "127.0.0.1", "scp -t /tmp");
        assertThat(copy.exit()).isEqualTo(254);
        assertThat(copy.err()).contains("agent web1: access denied: scp");
        Ran sftp = node.sshAs(key, LOGIN, new byte[0], "-s", "127.0.0.1", "sftp");
        assertThat(sftp.err()).contains("agent web1: access denied: sftp");
        assertThat(node.lastEvent("access.denied").orElseThrow().user()).isEqualTo("alice");
    }

    @Test
    void lowPortsAndOpenAddressesForRemoteForwards() {
        assertThat(node.ssh("-R", "80:127.0.0.1:1", "127.0.0.1", "true").err()).contains("ports below 1024");
        assertThat(node.ssh("-R", "*:0:127.0.0.1:1", "127.0.0.1", "true").err()).contains("only the loopback address");
    }

    @Test
    void otherSubsystemsAndOtherMethods() {
        assertThat(node.ssh("-s", "127.0.0.1", "netconf").err()).contains("no subsystem \"netconf\"");
        Ran password = node.ssh("-o", "PubkeyAuthentication=no", "127.0.0.1", "true");
        assertThat(password.err()).doesNotContain("keyboard-interactive").contains("publickey");
    }
}
