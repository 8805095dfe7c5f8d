package org.sallyport.tests.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.Terminal;
import org.sallyport.tests.cluster.UserSession;

/** Sessions whose SSH ends at the proxy: stock clients notice nothing, and the proxy alone records. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class ProxyRecordingIT {
    private static final String NAME = "sptproxy";
    private static final String TARGET = NAME + "@" + Cluster.NODE + "." + Cluster.NAME;
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String CLOCK = "while :; do date +%%s%%3N; sleep 0.05; done # %s";

    private Cluster cluster;
    private OsAccount account;
    private UserSession user;
    private UserSession sync;

    @BeforeAll
    void open(Cluster running) {
        cluster = running;
        account = OsAccount.create(NAME);
        user = newUser(NAME, "proxy");
        sync = newUser(NAME + "sync", "proxy-sync");
    }

    @AfterAll
    void close() {
        account.close();
    }

    private UserSession newUser(String name, String mode) {
        Path file = cluster.directory().resolve(name + ".yaml");
        Programs.write(file, """
                kind: role
                version: v1
                metadata:
                  name: %s
                spec:
                  options:
                    recording_mode: %s
                """.formatted(name, mode));
        cluster.admin().cli("admin", "apply", "-f", file.toString()).run().succeeded();
        UserSession made = cluster.newUser(name, "access," + name, NAME);
        made.login("--no-direct").succeeded();
        return made;
    }

    /** Session of the one recording of a command with that text, once the server has all of it. */
    private JsonNode recorded(String text) {
        JsonNode[] found = new JsonNode[1];
        Await.until(
                "the recording of " + text + " is complete",
                SOON,
                () -> {
                    found[0] = cluster.admin().json("recordings", "ls", "--text=" + text);
                    return found[0].size() == 1
                            && found[0].get(0).get("state").asText().equals("complete");
                },
                () -> found[0] + "\n" + cluster.agent().tail() + "\n"
                        + cluster.server().tail());
        return found[0].get(0).get("info");
    }

    private static String session(JsonNode info) {
        return info.get("session_id").asText();
    }

    private Command play(String session, String format) {
        return cluster.admin().cli("play", session, "--format=" + format);
    }

    private void agentKeepsNothing() {
        try (Stream<Path> found = Files.list(cluster.agent().data().resolve("recordings"))) {
            assertThat(found).isEmpty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    @Order(1)
    void whatIsShownIsRecordedByTheProxyToTheByte() {
        Output shown = Output.of(user.ssh(TARGET, "head -c 3000000 /dev/urandom # proxy-bytes"));
        assertThat(shown.bytes()).isEqualTo(3_000_000);
        JsonNode info = recorded("proxy-bytes");
        assertThat(info.get("mode").asText()).isEqualTo("proxy");
        assertThat(info.get("node").asText()).isEqualTo(Cluster.NODE);
        assertThat(Output.replayed(play(session(info), "json"))).isEqualTo(shown);
        agentKeepsNothing();
        assertThat(cluster.awaitAudit("--event=session.start", "--session=" + session(info)))
                .hasSize(1);
        Await.until(
                "the agent tells of the connection that the proxy made as well",
                SOON,
                () -> cluster.audit("--text=proxy-bytes", "--event=session.exec")
                                .size()
                        == 2,
                () -> cluster.agent().tail());
    }

    @Test
    @Order(2)
    void exitCodesAndErrorsComeThroughApart() {
        Command.Result ran =
                user.ssh(TARGET, "echo out; echo err >&2; exit 7 # proxy-apart").run();
        assertThat(ran.exitCode()).isEqualTo(7);
        assertThat(ran.out()).isEqualTo("out\n");
        assertThat(ran.stderr()).contains("err\n");
        String json =
                play(session(recorded("proxy-apart")), "json").run().succeeded().out();
        assertThat(json).contains("err").contains("out").contains("\"x\"");
    }

    @Test
    @Order(3)
    void aTerminalIsRecordedWithItsSizeAndIsALiveSessionThatOthersJoin() {
        try (Terminal terminal = Terminal.at(user.ssh("-tt", TARGET))) {
            terminal.type("stty -echo; echo \"sum $((40 + 2))\"; tty\n")
                    .await("sum 42")
                    .await("/dev/pts/");
            JsonNode[] live = new JsonNode[1];
            Await.until(
                    "the session is seen, once",
                    SOON,
                    () -> {
                        live[0] = cluster.admin().json("sessions", "ls");
                        return each(live[0]).stream()
                                        .filter(one -> one.toString().contains("\"" + NAME + "\""))
                                        .count()
                                == 1;
                    },
                    () -> live[0] + "\n" + cluster.server().tail());
            terminal.type("echo proxy-terminal-done; exit 5\n").await("proxy-terminal-done");
            assertThat(terminal.ended()).isEqualTo(5);
        }
    }

    private static List<JsonNode> each(JsonNode all) {
        List<JsonNode> list = new ArrayList<>();
        all.forEach(list::add);
        return list;
    }

    @Test
    @Order(4)
    void filesAreCopiedByteExactByAllTools() throws Exception {
        byte[] data = new byte[2_000_000];
        new Random(11).nextBytes(data);
        Path source = Files.write(cluster.directory().resolve("proxy-source"), data);
        String ssh = "ssh -F " + user.sshConfig() + " -o BatchMode=yes";
        for (String copy : List.of(
                "scp -F " + user.sshConfig() + " -o BatchMode=yes " + source + " " + TARGET + ":by-scp",
                "scp -O -F " + user.sshConfig() + " -o BatchMode=yes " + source + " " + TARGET + ":by-old-scp",
                "rsync -e '" + ssh + "' " + source + " " + TARGET + ":by-rsync")) {
            cluster.network().client().shell(copy).within(SOON).run().succeeded();
        }
        String sums = user.ssh(
                        TARGET,
                        "sha256sum by-scp by-old-scp by-rsync | cut -d' ' -f1 | sort -u | wc -l; "
                                + "stat -c %s by-scp")
                .run()
                .succeeded()
                .out();
        assertThat(sums).isEqualTo("1\n2000000\n");
        Path back = cluster.directory().resolve("proxy-back");
        cluster.network()
                .client()
                .shell("scp -F " + user.sshConfig() + " -o BatchMode=yes " + TARGET + ":by-rsync " + back)
                .within(SOON)
                .run()
                .succeeded();
        assertThat(back).hasBinaryContent(data);
    }

    @Test
    @Order(5)
    void portsAreForwardedFromTheNode() {
        Command.Result ran = cluster.network()
                .client()
                .shell("ssh -F " + user.sshConfig() + " -o BatchMode=yes -n " + TARGET
                        + " 'python3 -c \"import socket; s = socket.create_server((\\\"127.0.0.1\\\", 47311));"
                        + " c = s.accept()[0]; c.sendall(b\\\"through\\\" + c.recv(9)); c.close()\"' & "
                        + "until printf ping | ssh -F " + user.sshConfig() + " -o BatchMode=yes -W "
                        + InetAddress.getLoopbackAddress().getHostAddress() + ":47311 " + TARGET
                        + "; do :; done; wait")
                .within(SOON)
                .run();
        assertThat(ran.out()).as(ran.stderr()).isEqualTo("throughping");
    }

    @Test
    @Order(6)
    void aLoginThatIsNotTheirsIsRefusedOnce() {
        Command.Result ran =
                user.ssh("root@" + Cluster.NODE + "." + Cluster.NAME, "true").run();
        assertThat(ran.exitCode()).isEqualTo(255);
        assertThat(ran.stderr()).contains("proxy " + Cluster.NODE + ": access denied");
        assertThat(cluster.awaitAudit("--event=session.login.refused", "--text=" + user.name()))
                .hasSize(1);
    }

    @Test
    @Order(7)
    void aSessionThatMustNotGetAheadOfItsRecordingIsRecorded() {
        Output shown = Output.of(sync.ssh(TARGET, "head -c 1000000 /dev/urandom # proxy-leash"));
        JsonNode info = recorded("proxy-leash");
        assertThat(info.get("mode").asText()).isEqualTo("proxy-sync");
        assertThat(Output.replayed(play(session(info), "json"))).isEqualTo(shown);
    }

    @Test
    @Order(8)
    void aServerThatIsKilledLosesLessThanASecond() {
        Assumptions.assumeTrue(cluster.network().isolated(), "needs network namespaces, that is root");
        Path shown = cluster.directory().resolve("proxy-killed.out");
        Process ssh = user.ssh(TARGET, CLOCK.formatted("proxy-killed")).start(shown);
        try {
            Await.until(
                    "80 lines",
                    SOON,
                    () -> Files.exists(shown) && Programs.read(shown).lines().count() >= 80,
                    () -> cluster.server().tail());
            cluster.server().kill();
        } finally {
            ssh.descendants().forEach(ProcessHandle::destroy);
            ssh.destroy();
        }
        List<String> seen = times(Programs.read(shown));
        cluster.server().start();
        cluster.awaitOnline(Cluster.NODE);
        String session = session(recorded("proxy-killed"));
        List<String> played = times(play(session, "text").run().succeeded().out());
        int both = Math.min(seen.size(), played.size()) - 1;
        assertThat(played.subList(0, both)).isEqualTo(seen.subList(0, both));
        assertThat(Long.parseLong(played.getLast())).isGreaterThan(Long.parseLong(seen.getLast()) - 1000);
        assertThat(play(session, "json").run().succeeded().out()).contains("the proxy was cut off here");
    }

    private static List<String> times(String text) {
        return text.lines().filter(line -> line.matches("[0-9]{13}")).toList();
    }
}
