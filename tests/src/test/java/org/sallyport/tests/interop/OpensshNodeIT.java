package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Host;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.StockSshd;

/** Stock ssh through the proxy to a stock sshd that has nothing of Sallyport on it but a CA's key. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class OpensshNodeIT {
    private static final String LOGIN = "sptagentless";
    private static final String NODE = "agentless-1";
    private static final String IMPOSTOR = "agentless-2";
    private static final Duration SOON = Duration.ofSeconds(90);

    private Cluster cluster;
    private Workplace at;
    private StockSshd sshd;

    @BeforeAll
    void open(Cluster running) {
        cluster = running;
        at = Workplace.open(cluster, LOGIN);
        // without a password an account counts as locked to sshd, unless it says that it has none
        Host.alone(List.of("usermod", "-p", "*", LOGIN)).run().succeeded();
        sshd = new StockSshd(cluster.network().server(), cluster.directory().resolve("agentless"));
        String told = cluster.admin()
                .cli(
                        "nodes",
                        "enroll",
                        NODE,
                        "--address=" + sshd.address(),
                        "--host-key=" + sshd.publicKey(),
                        "--label=env=test")
                .run()
                .succeeded()
                .out();
        assertThat(told).contains("TrustedUserCAKeys").contains("sshd -t");
        sshd.start(told.lines().filter(line -> line.startsWith("ssh-")).collect(Collectors.joining("\n", "", "\n")));
    }

    @AfterAll
    void close() {
        sshd.close();
        for (String node : List.of(NODE, IMPOSTOR)) {
            cluster.admin().cli("admin", "rm", "openssh_node/" + node).run();
        }
        at.close();
    }

    private static String at(String login, String node) {
        return login + "@" + node + "." + Cluster.NAME;
    }

    private Command.Result ssh(String... words) {
        List<String> all = new ArrayList<>(List.of(at(LOGIN, NODE)));
        all.addAll(List.of(words));
        return at.user().ssh(all.toArray(String[]::new)).run();
    }

    @Test
    void itIsListedAsWhatItIs() {
        JsonNode seen = at.user().json("ls", NODE);
        assertThat(seen).hasSize(1);
        assertThat(seen.get(0).get("agentless").asBoolean()).isTrue();
        assertThat(at.user().cli("ls", NODE).run().succeeded().out())
                .contains("agentless")
                .contains("env=test");
        assertThat(at.user()
                        .cli("access", "explain", LOGIN, "login:" + LOGIN, "node/" + NODE)
                        .run()
                        .succeeded()
                        .out())
                .contains("ALLOWED")
                .contains("(agentless)");
    }

    @Test
    void commandsRunThereWithTheirInputOutputsAndExitCode() {
        Command.Result result = ssh("id -un; echo err >&2; exit 7");
        assertThat(result.exitCode()).as(result + sshd.tail()).isEqualTo(7);
        assertThat(result.out()).isEqualTo(LOGIN + "\n");
        assertThat(result.stderr()).contains("err");
        Command.Result cat = at.user()
                .ssh(at(LOGIN, NODE), "cat; echo ended")
                .input("one\ntwo\n".getBytes(StandardCharsets.UTF_8))
                .run()
                .succeeded();
        assertThat(cat.out()).isEqualTo("one\ntwo\nended\n");
    }

    @Test
    void aTerminalHasItsSize() {
        Command.Result result = at.user()
                .host()
                .command("expect", "-c", """
                        set timeout 30
                        set stty_init "rows 41 columns 117"
                        spawn ssh -tt -F %s %s {stty size; exit 3}
                        expect "41 117"
                        expect eof
                        exit [lindex [wait] 3]
                        """.formatted(at.user().sshConfig(), at(LOGIN, NODE)))
                .with("HOME", at.scratch().toString())
                .run();
        assertThat(result.exitCode()).as(result + sshd.tail()).isEqualTo(3);
    }

    @Test
    void filesGoThereAndComeBack() {
        Path sent = at.scratch().resolve("sent");
        Path back = at.scratch().resolve("back");
        Programs.write(sent, "line\n".repeat(50_000));
        for (String how : List.of("-s", "-O")) {
            at.user()
                    .host()
                    .command(scp(how, sent.toString(), at(LOGIN, NODE) + ":copy"))
                    .run()
                    .succeeded();
            at.user()
                    .host()
                    .command(scp(how, at(LOGIN, NODE) + ":copy", back.toString()))
                    .run()
                    .succeeded();
            assertThat(Programs.read(back)).isEqualTo(Programs.read(sent));
        }
        Command.Result listed = at.user()
                .host()
                .command("sftp", "-F", at.user().sshConfig().toString(), "-b", "-", at(LOGIN, NODE))
                .input("ls -l copy\n".getBytes(StandardCharsets.UTF_8))
                .run()
                .succeeded();
        assertThat(listed.out()).contains("250000");
    }

    private List<String> scp(String how, String from, String to) {
        return List.of("scp", how, "-q", "-F", at.user().sshConfig().toString(), from, to);
    }

    @Test
    void whatWasShownIsPlayedBack() {
        Command.Result shown = ssh("seq 1 5000; echo recorded-at-the-proxy");
        assertThat(shown.out()).endsWith("recorded-at-the-proxy\n");
        JsonNode[] found = new JsonNode[1];
        Await.until(
                "the recording is complete",
                SOON,
                () -> {
                    found[0] = cluster.admin().json("recordings", "ls", "--text=recorded-at-the-proxy");
                    return found[0].size() == 1
                            && found[0].get(0).get("state").asText().equals("complete");
                },
                () -> found[0] + "\n" + cluster.server().tail());
        JsonNode recording = found[0].get(0);
        assertThat(recording.get("info").get("node").asText()).isEqualTo(NODE);
        String session = recording.get("info").get("session_id").asText();
        assertThat(cluster.admin()
                        .cli("play", session, "--format=text")
                        .run()
                        .succeeded()
                        .out())
                .startsWith("1\n2\n3\n")
                .contains("\n5000\n");
        assertThat(cluster.awaitAudit("--event=session.start", "--session=" + session)
                        .toString())
                .contains("\"proxy:");
    }

    @Test
    void anotherHostKeyIsRefusedWithWhatToDo() {
        Path other = cluster.directory().resolve("other_host_key");
        cluster.network()
                .server()
                .command("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", other.toString())
                .run()
                .succeeded();
        cluster.admin()
                .cli("nodes", "enroll", IMPOSTOR, "--address=" + sshd.address(), "--host-key=" + other + ".pub")
                .run()
                .succeeded();
        Command.Result refused =
                at.user().ssh(at(LOGIN, IMPOSTOR), "echo inside").run();
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.out()).doesNotContain("inside");
        assertThat(refused.all()).containsIgnoringCase("host key").contains(IMPOSTOR);
    }

    @Test
    void aLoginThatNoRoleGivesIsRefusedAndAudited() {
        Command.Result refused = at.user().ssh(at("root", NODE), "id -un").run();
        assertThat(refused.exitCode()).isNotZero();
        assertThat(refused.out()).doesNotContain("root");
        assertThat(cluster.awaitAudit("--event=session.login.refused", "--user=" + LOGIN))
                .isNotEmpty();
    }

    @Test
    void aUsersOwnCertificateOpensNothingThere() {
        String address = sshd.address();
        String host = address.substring(0, address.lastIndexOf(':'));
        Command.Result direct = at.user()
                .ssh(
                        "-o",
                        "ProxyJump=none",
                        "-o",
                        "ProxyCommand=none",
                        "-o",
                        "StrictHostKeyChecking=no",
                        "-o",
                        "UserKnownHostsFile=/dev/null",
                        "-o",
                        "IdentitiesOnly=yes",
                        "-o",
                        "IdentityFile=" + at.user().profile().resolve("id_ed25519"),
                        "-p",
                        address.substring(address.lastIndexOf(':') + 1),
                        LOGIN + "@" + host,
                        "echo inside")
                .run();
        assertThat(direct.exitCode()).isEqualTo(255);
        assertThat(direct.stderr()).contains("Permission denied");
        assertThat(direct.out()).doesNotContain("inside");
    }
}
