package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.UserSession;

/** What must not get in: each refusal reaches the person with a reason and the audit log with an event. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RefusalIT {
    private Workplace at;

    @BeforeAll
    void open(Cluster cluster) {
        at = Workplace.open(cluster, "sptrefuse");
    }

    @AfterAll
    void close() {
        at.close();
    }

    /** Straight to the proxy with an identity of the test's own making. */
    private Command.Result proxyWith(Path key, Path certificate, String user) {
        List<String> words = new ArrayList<>(List.of(
                "ssh",
                "-F",
                at.user().sshConfig().toString(),
                "-o",
                "BatchMode=yes",
                "-o",
                "IdentityFile=none",
                "-o",
                "CertificateFile=none"));
        words.addAll(List.of("-o", "IdentityFile=" + key));
        if (certificate != null) {
            words.addAll(List.of("-o", "CertificateFile=" + certificate));
        }
        // the file's own IdentityFile lines come first in ssh_config's logic, so none of them may be read
        words.set(2, bareConfig().toString());
        words.addAll(List.of("-W", Cluster.NODE + "." + Cluster.NAME + ":22", user + "@sallyport-proxy"));
        return at.user().host().command(words).run();
    }

    private Path bareConfig() {
        Path file = at.scratch().resolve("bare_config");
        String address = at.cluster().server().publicAddress();
        Programs.write(file, """
                Host sallyport-proxy
                    HostName %s
                    Port 3023
                    UserKnownHostsFile %s
                    StrictHostKeyChecking yes
                    IdentitiesOnly yes
                """.formatted(
                address.substring(0, address.indexOf(':')), at.user().profile().resolve("known_hosts")));
        return file;
    }

    private Path newKey(String name) {
        Path key = at.scratch().resolve(name);
        Programs.write(at.scratch().resolve("here"), "");
        at.user()
                .host()
                .shell("rm -f " + key + " " + key + ".pub; ssh-keygen -q -t ed25519 -N '' -f " + key)
                .run()
                .succeeded();
        return key;
    }

    private Path signedBy(Path ca, Path key, String principals) {
        at.user()
                .host()
                .command(
                        "ssh-keygen",
                        "-q",
                        "-s",
                        ca.toString(),
                        "-I",
                        at.user().name(),
                        "-n",
                        principals,
                        "-V",
                        "+1h",
                        key + ".pub")
                .run()
                .succeeded();
        return Path.of(key + "-cert.pub");
    }

    private void assertRefusedAtTheProxy(Command.Result result, String reason) {
        assertThat(result.exitCode()).as(result.toString()).isNotZero();
        assertThat(at.cluster().awaitAudit("--event=proxy.login.refused", "--text=" + reason))
                .isNotEmpty();
    }

    @Test
    void aBareKey() {
        Command.Result result = proxyWith(newKey("bare"), null, at.user().name());
        assertRefusedAtTheProxy(result, "certificate");
        assertThat(result.stderr()).contains("Permission denied");
    }

    @Test
    void aCertificateOfAnotherCa() {
        Path key = newKey("foreign");
        Path certificate = signedBy(newKey("foreign-ca"), key, at.account().name());
        assertRefusedAtTheProxy(proxyWith(key, certificate, at.user().name()), "CA");
    }

    @Test
    void aPrincipalWithAComma() {
        // a role that would put one into a certificate is refused before it is stored
        Path file = at.scratch().resolve("comma.yaml");
        Programs.write(
                file,
                "kind: role\nversion: v1\nmetadata: {name: comma}\nspec: {allow: {logins: ['root,ubuntu'], node_labels:"
                        + " {'*': ['*']}}}\n");
        Command.Result result = at.cluster()
                .admin()
                .cli("admin", "apply", "-f", file.toString())
                .run();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(2);
        assertThat(result.stderr()).contains("comma");
    }

    @Test
    void aHostCertificateUsedAsAUsers() {
        Path state = at.cluster().agent().data();
        String found = at.user()
                .host()
                .shell("grep -rlE 'ssh-ed25519-cert-v01' " + state + " | head -20")
                .run()
                .succeeded()
                .out();
        assertThat(found).as("files with certificates in the agent's state").isNotBlank();
        HostIdentityFiles host = HostIdentityFiles.extract(at.user().host(), state, at.scratch());
        // stock ssh does not even offer a host certificate, only its key; the connector's own tests offer it
        assertRefusedAtTheProxy(
                proxyWith(host.key(), host.certificate(), at.user().name()), "certificate");
    }

    @Test
    void aLoginThatTheRolesDoNotGive() {
        Command.Result result =
                at.user().ssh("root@" + Cluster.NODE + "." + Cluster.NAME, "id").run();
        assertThat(result.exitCode()).isEqualTo(255);
        assertThat(result.stderr()).as("a reason for the person").contains("root");
        assertThat(at.cluster().awaitAudit("--event=session.login.refused", "--text=does not allow the login root"))
                .isNotEmpty();
    }

    @Test
    void aNodeWhoseLabelsNoRoleMatchesLooksLikeNone(Cluster cluster) {
        Path file = at.scratch().resolve("elsewhere.yaml");
        Programs.write(
                file,
                "kind: role\nversion: v1\nmetadata: {name: elsewhere}\nspec: {allow: {logins: ['root'], node_labels:"
                        + " {env: [production]}}}\n");
        cluster.admin().cli("admin", "apply", "-f", file.toString()).run().succeeded();
        UserSession user = cluster.newUser("sptelse", "elsewhere", "root");
        user.login().succeeded();
        Command.Result denied =
                user.ssh("root@" + Cluster.NODE + "." + Cluster.NAME, "id").run();
        Command.Result missing =
                user.ssh("root@no-such-node." + Cluster.NAME, "id").run();
        assertThat(denied.exitCode()).isEqualTo(255);
        assertThat(missing.exitCode()).isEqualTo(255);
        assertThat(denied.stderr().replace(Cluster.NODE, "X"))
                .isEqualTo(missing.stderr().replace("no-such-node", "X"));
        assertThat(cluster.awaitAudit("--event=proxy.dial.refused", "--user=sptelse"))
                .isNotEmpty();
    }

    @Test
    void anExpiredCertificate(Cluster cluster) {
        UserSession user = cluster.newUser("sptshort", "access", at.account().name());
        user.login("--ttl=1m", "--direct").succeeded();
        assertThat(user.ssh(at.target(), "echo still good").run().succeeded().out())
                .isEqualTo("still good\n");
        Command.Result[] last = new Command.Result[1];
        Await.until(
                "the certificate is refused",
                Duration.ofMinutes(2),
                () -> {
                    last[0] = user.ssh(at.target(), "true").run();
                    return last[0].exitCode() != 0;
                },
                () -> "last: " + last[0]);
        assertThat(cluster.awaitAudit("--text=expired")).isNotEmpty();
        Command.Result told = user.cli("ssh", at.target(), "true").run();
        assertThat(told.exitCode()).isEqualTo(3);
        assertThat(told.stderr()).contains("expired").contains("sallyport login");
    }
}
