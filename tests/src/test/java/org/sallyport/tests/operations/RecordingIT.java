package org.sallyport.tests.operations;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.AgentProcess;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.UserSession;

/** What stock ssh showed is what is played, also when the agent, the server or the disk fails in between. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecordingIT {
    private static final String NAME = "sptrec";
    private static final Duration SOON = Duration.ofSeconds(90);
    private static final String SSH = "resume_timeout: 5m\nssh_service:\n  enabled: true\n";

    /** A line with the time in milliseconds, twenty times a second. */
    private static final String CLOCK = "while :; do date +%%s%%3N; sleep 0.05; done # %s";

    private Cluster cluster;
    private OsAccount account;
    private UserSession user;
    private UserSession strict;
    private UserSession sync;

    @BeforeAll
    void open(Cluster running) {
        cluster = running;
        account = OsAccount.create(NAME);
        user = newUser(NAME, "");
        strict = newUser(NAME + "strict", "record_session: strict");
        sync = newUser(NAME + "sync", "recording_mode: node-sync");
    }

    @AfterAll
    void close() {
        account.close();
    }

    private UserSession newUser(String name, String option) {
        String roles = "access";
        if (!option.isEmpty()) {
            Path file = cluster.directory().resolve(name + ".yaml");
            Programs.write(file, """
                    kind: role
                    version: v1
                    metadata:
                      name: %s
                    spec:
                      options:
                        %s
                    """.formatted(name, option));
            cluster.admin().cli("admin", "apply", "-f", file.toString()).run().succeeded();
            roles += "," + name;
        }
        UserSession made = cluster.newUser(name, roles, NAME);
        made.login("--no-direct").succeeded();
        return made;
    }

    private static String at(String node) {
        return NAME + "@" + node + "." + Cluster.NAME;
    }

    private AgentProcess agent(String name) {
        return cluster.newAgent(name).configure(cluster.server().publicAddress(), cluster.pin(), cluster.token(), SSH);
    }

    /** The one recording of a command with that text, once the server has all of it. */
    private String recorded(String text) {
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
        return found[0].get(0).get("info").get("session_id").asText();
    }

    private Command.Result play(UserSession who, String session, String... options) {
        List<String> words = new java.util.ArrayList<>(List.of("play", session));
        words.addAll(List.of(options));
        return who.cli(words.toArray(String[]::new)).run();
    }

    @Test
    void whatSshShowedIsPlayedAndWhoPlayedItIsKnown() {
        Command.Result shown = user.ssh(at(Cluster.NODE), "seq 1 20000; printf '\\377\\n'; exit 3 # plain-one")
                .run();
        assertThat(shown.exitCode()).isEqualTo(3);
        String session = recorded("plain-one");
        assertThat(cluster.admin()
                        .cli("recordings", "verify", session)
                        .run()
                        .succeeded()
                        .out())
                .contains("sound");
        String text = play(user, session, "--format=text").succeeded().out();
        assertThat(text).startsWith("1\n2\n3\n").contains("\n20000\n");
        Path cast = cluster.directory().resolve("plain-one.cast");
        user.cli("recordings", "export", session, "--out=" + cast).run().succeeded();
        assertThat(Programs.read(cast)).startsWith("{\"version\":3,").contains(",\"x\",\"3\"]");
        assertThat(cluster.awaitAudit("--event=recording.read", "--user=" + NAME, "--session=" + session))
                .isNotEmpty();
        assertThat(cluster.awaitAudit("--event=recording.completed", "--session=" + session))
                .hasSize(1);
        // somebody else's: as if it were not there
        Command.Result others = play(strict, session, "--format=text");
        assertThat(others.exitCode()).isNotZero();
        assertThat(others.stderr()).contains("that you may see").doesNotContain("20000");
    }

    @Test
    void aTerminalIsRecordedWithItsSizeAndEndsWithItsExit() {
        Command.Result shown = user.ssh("-tt", at(Cluster.NODE), "stty size; tput bold; echo terminal-two")
                .run();
        String session = recorded("terminal-two");
        String json =
                play(cluster.admin(), session, "--format=json").succeeded().out();
        assertThat(json).contains("\"x\"");
        String text =
                play(cluster.admin(), session, "--format=text").succeeded().out();
        assertThat(text).contains("terminal-two");
        assertThat(shown.out()).contains("terminal-two");
    }

    /** @return the last whole line, a time in milliseconds */
    private static long last(String lines) {
        String whole = lines.substring(0, lines.lastIndexOf('\n'));
        return Long.parseLong(whole.substring(whole.lastIndexOf('\n') + 1).trim());
    }

    private void awaitLines(Path shown, int lines) {
        Await.until(
                lines + " lines in " + shown,
                SOON,
                () -> Programs.read(shown).lines().count() >= lines,
                () -> Programs.read(shown));
    }

    @Test
    void anAgentThatIsKilledLosesLessThanASecond() throws Exception {
        AgentProcess agent = agent("tape").start();
        Path shown = cluster.directory().resolve("killed-agent.out");
        try {
            cluster.awaitOnline("tape");
            Process ssh = user.ssh(at("tape"), CLOCK.formatted("killed-agent")).start(shown);
            try {
                awaitLines(shown, 80);
                agent.kill();
            } finally {
                ssh.descendants().forEach(ProcessHandle::destroy);
                ssh.destroy();
            }
            String seen = Programs.read(shown);
            agent.start();
            String session = recorded("killed-agent");
            String text =
                    play(cluster.admin(), session, "--format=text").succeeded().out();
            List<String> recorded =
                    text.lines().filter(line -> line.matches("[0-9]{13}")).toList();
            // without a gap, and no further behind than a second
            assertThat(seen).startsWith(String.join("\n", recorded.subList(0, recorded.size() - 1)));
            assertThat(Long.parseLong(recorded.getLast())).isGreaterThan(last(seen) - 1000);
            assertThat(play(cluster.admin(), session, "--format=json").out()).contains("cut off");
        } finally {
            agent.close();
        }
    }

    /** A session that may wait for the server goes on; one that must not get ahead of it is ended by its agent. */
    @Test
    void aServerThatIsKilledCostsNothingButSessionsThatNeedIt() throws Exception {
        Assumptions.assumeTrue(cluster.network().isolated(), "needs network namespaces, that is root");
        Path shown = cluster.directory().resolve("killed-server.out");
        Path ended = cluster.directory().resolve("killed-sync.out");
        // a server that shares two processors with other work is not back within the usual minute
        AgentProcess agent = agent("patient-tape").start();
        cluster.awaitOnline("patient-tape");
        Process waits = user.ssh(
                        at("patient-tape"), "for i in $(seq 1 600); do echo $i; sleep 0.1; done # killed-server")
                .start(shown);
        Process must =
                sync.ssh(at("patient-tape"), CLOCK.formatted("killed-sync")).start(ended);
        try {
            awaitLines(shown, 30);
            awaitLines(ended, 30);
            cluster.server().kill();
            Await.until(
                    "the agent ends the session that must be recorded at once",
                    Duration.ofSeconds(60),
                    () -> Programs.read(agent.log()).contains("has not taken it for 10 s"),
                    agent::tail);
            cluster.server().start();
            cluster.awaitOnline("patient-tape");
            assertThat(waits.waitFor(150, TimeUnit.SECONDS)).isTrue();
            assertThat(must.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            for (Process process : List.of(waits, must)) {
                process.descendants().forEach(ProcessHandle::destroy);
                process.destroy();
            }
        }
        assertThat(Programs.read(ended)).contains("the session cannot be recorded any more");
        String numbers = play(cluster.admin(), recorded("killed-server"), "--format=text")
                .succeeded()
                .out();
        assertThat(numbers.lines()).hasSize(600).last().isEqualTo("600");
        String text = play(cluster.admin(), recorded("killed-sync"), "--format=text")
                .succeeded()
                .out();
        assertThat(Programs.read(ended)).contains(text.lines().findFirst().orElseThrow());
        assertThat(cluster.awaitAudit("--event=recording.failed", "--user=" + sync.name()))
                .isNotEmpty();
        agent.close();
        cluster.awaitOnline(Cluster.NODE);
    }

    @Test
    void aFullDiskEndsStrictSessionsAndOnlyThose() throws Exception {
        Assumptions.assumeTrue(cluster.network().isolated(), "needs to mount, that is root");
        AgentProcess agent = agent("small");
        Files.createDirectories(agent.data());
        run(
                "mount",
                "-t",
                "tmpfs",
                "-o",
                "size=64m,mode=700",
                "tmpfs",
                agent.data().toString());
        Path mustShow = cluster.directory().resolve("full-strict.out");
        Path mayShow = cluster.directory().resolve("full-lax.out");
        try {
            agent.start();
            cluster.awaitOnline("small");
            Process must =
                    strict.ssh(at("small"), CLOCK.formatted("full-strict")).start(mustShow);
            Process may = user.ssh(at("small"), CLOCK.formatted("full-lax")).start(mayShow);
            awaitLines(mustShow, 20);
            awaitLines(mayShow, 20);
            run("dd", "if=/dev/zero", "of=" + agent.data().resolve("filler"), "bs=1M", "count=40");
            assertThat(must.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(Programs.read(mustShow)).contains("the session cannot be recorded any more", "MiB left");
            int lines = (int) Programs.read(mayShow).lines().count();
            awaitLines(mayShow, lines + 20);
            Command.Result refused = strict.ssh(at("small"), "echo never").run();
            assertThat(refused.exitCode()).isEqualTo(254);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.stderr()).contains("agent small: the session cannot be recorded");
            may.descendants().forEach(ProcessHandle::destroy);
            may.destroy();
            Files.delete(agent.data().resolve("filler"));
            assertThat(strict.ssh(at("small"), "echo again # full-again")
                            .run()
                            .succeeded()
                            .out())
                    .isEqualTo("again\n");
            recorded("full-again");
            String before = play(cluster.admin(), recorded("full-strict"), "--format=text")
                    .succeeded()
                    .out();
            assertThat(before.lines().count()).isGreaterThanOrEqualTo(20);
            assertThat(cluster.awaitAudit("--event=recording.failed", "--user=" + NAME)
                            .toString())
                    .contains("MiB left");
        } finally {
            agent.close();
            run("umount", agent.data().toString());
        }
    }

    private static void run(String... words) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(words)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor()).as(String.join(" ", words)).isZero();
    }
}
