package org.sallyport.tests.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.sallyport.tests.cluster.AgentProcess;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.Host;
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.ServerProcess;
import org.sallyport.tests.cluster.TestNetwork;
import org.sallyport.tests.cluster.UserSession;

/**
 * Recordings when everything fails at once, when there are many and when one is large. Full size, for a look at the
 * figures: {@code -Dsallyport.it.recordings=10000 -Dsallyport.it.recording.bytes=1073741824}.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
final class RecordingFaultIT {
    private static final int SESSIONS = Integer.getInteger("sallyport.it.recordings", 300);
    private static final long BYTES = Long.getLong("sallyport.it.recording.bytes", 64L << 20);
    private static final Host HERE = new Host("", "");
    private static final String NAME = "sptrecfault";
    private static final String TARGET = NAME + "@" + Cluster.NODE + "." + Cluster.NAME;
    private static final Duration SOON = Duration.ofSeconds(120);
    /** Of each session of many, and of each MiB of a large one; a bound against hanging, not an expectation. */
    private static final Duration EACH = Duration.ofSeconds(1);

    private OsAccount account;
    private Cluster cluster;
    private UserSession user;

    @BeforeAll
    void start() {
        TestNetwork network = TestNetwork.open("f");
        if (!network.isolated()) {
            network.close();
        }
        Assumptions.assumeTrue(network.isolated(), "needs network namespaces and to mount, that is root");
        account = OsAccount.create(NAME);
        Path directory = Cluster.newDirectory();
        cluster = Cluster.start(
                network,
                directory,
                new ServerProcess(
                        network.server(),
                        directory.resolve("server"),
                        Programs.root().resolve("ear/target/server")));
        user = cluster.newUser(NAME, "access", NAME);
        user.login("--no-direct").succeeded();
    }

    @AfterAll
    void stop() {
        if (cluster != null) {
            cluster.close();
        }
        if (account != null) {
            account.close();
        }
    }

    /** Session of the one recording of a command with that text, once the server has all of it. */
    private String recorded(String text, Duration limit) {
        JsonNode[] found = new JsonNode[1];
        Await.until(
                "the recording of " + text + " is complete",
                limit,
                () -> {
                    found[0] = cluster.admin().json("recordings", "ls", "--text=" + text);
                    return found[0].size() == 1
                            && found[0].get(0).get("state").asText().equals("complete");
                },
                () -> found[0] + "\n" + cluster.agent().tail() + "\n"
                        + cluster.server().tail());
        return found[0].get(0).get("info").get("session_id").asText();
    }

    private Command play(String session, String format) {
        return user.cli("play", session, "--format=" + format);
    }

    /** Sessions whose recordings the agent still has. */
    private List<String> kept() {
        Path recordings = cluster.agent().data().resolve("recordings");
        try (Stream<Path> found = Files.list(recordings)) {
            return found.map(file -> file.getFileName().toString()).toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void awaitNothingKept(Duration limit) {
        Await.until(
                "nothing is left at the agent",
                limit,
                () -> kept().isEmpty(),
                () -> kept() + "\n" + cluster.agent().tail());
    }

    private void awaitLines(Path shown, int lines) {
        Await.until(
                lines + " lines in " + shown,
                SOON,
                () -> Files.exists(shown) && Programs.read(shown).lines().count() >= lines,
                () -> cluster.agent().tail());
    }

    private static List<String> times(String text) {
        return text.lines().filter(line -> line.matches("[0-9]{13}")).toList();
    }

    @Test
    @Order(1)
    void aPowerCutOfAgentAndServerLosesLessThanASecond() {
        Path shown = cluster.directory().resolve("power-cut.out");
        Process ssh = user.ssh(TARGET, "while :; do date +%s%3N; sleep 0.05; done # power-cut")
                .start(shown);
        AgentProcess agent = cluster.agent();
        try {
            awaitLines(shown, 100);
            cluster.server().handle().destroyForcibly();
            agent.kill();
            cluster.server().kill();
        } finally {
            ssh.descendants().forEach(ProcessHandle::destroy);
            ssh.destroy();
        }
        List<String> seen = times(Programs.read(shown));
        cluster.server().start();
        agent.start();
        cluster.awaitOnline(Cluster.NODE);
        String session = recorded("power-cut", SOON);
        List<String> played = times(play(session, "text").run().succeeded().out());
        // without a gap from the first line on; the last one of either may be half a line
        int both = Math.min(seen.size(), played.size()) - 1;
        assertThat(played.subList(0, both)).isEqualTo(seen.subList(0, both));
        assertThat(Long.parseLong(played.getLast())).isGreaterThan(Long.parseLong(seen.getLast()) - 1000);
        assertThat(play(session, "json").run().succeeded().out()).contains("cut off");
        assertThat(cluster.admin()
                        .cli("recordings", "verify", session)
                        .run()
                        .succeeded()
                        .out())
                .contains("sound");
        awaitNothingKept(SOON);
    }

    /** Over one connection, eight at a time: what counts here are the recordings. */
    @Test
    @Order(2)
    void everyOneOfManyShortSessionsIsRecorded() {
        Path socket = cluster.directory().resolve("mux");
        String ssh = "ssh -F " + user.sshConfig() + " -o BatchMode=yes -o ControlPath=" + socket;
        Host client = cluster.network().client();
        client.shell(ssh + " -o ControlMaster=yes -o ControlPersist=yes " + TARGET + " true # master")
                .start(cluster.directory().resolve("mux.log"));
        Await.until(
                "the shared connection is there",
                SOON,
                () -> Files.exists(socket),
                () -> Programs.read(cluster.directory().resolve("mux.log")));
        Instants clock = new Instants();
        Command.Result shown = client.shell(
                        "seq 1 " + SESSIONS + " | xargs -P 8 -I{} " + ssh + " -n " + TARGET + " 'echo short-{}-'")
                .within(EACH.multipliedBy(SESSIONS).plus(SOON))
                .run()
                .succeeded();
        client.shell(ssh + " -O exit " + TARGET).run();
        Set<String> all = IntStream.rangeClosed(1, SESSIONS)
                .mapToObj(number -> "short-" + number + "-")
                .collect(Collectors.toSet());
        assertThat(shown.out().lines()).containsExactlyInAnyOrderElementsOf(all);
        clock.tell(SESSIONS + " sessions");
        awaitNothingKept(EACH.multipliedBy(SESSIONS).plus(SOON));
        clock.tell("their recordings sent");

        List<JsonNode> recordings = new ArrayList<>();
        cluster.admin()
                .json("recordings", "ls", "--text=echo short-", "--limit=" + (SESSIONS + 1))
                .forEach(recordings::add);
        assertThat(recordings)
                .hasSize(SESSIONS)
                .allSatisfy(one -> assertThat(one.get("state").asText()).isEqualTo("complete"));
        assertThat(recordings.stream()
                        .map(one -> one.get("info").get("command").asText().substring("echo ".length())))
                .containsExactlyInAnyOrderElementsOf(all);
        int step = Math.max(1, SESSIONS / 5);
        for (int index = 0; index < SESSIONS; index += step) {
            JsonNode info = recordings.get(index).get("info");
            assertThat(play(info.get("session_id").asText(), "text")
                            .run()
                            .succeeded()
                            .out())
                    .isEqualTo(info.get("command").asText().substring("echo ".length()) + "\n");
        }
        clock.tell("looked at");
    }

    @Test
    @Order(3)
    void aLargeSessionIsReplayedToTheByte() {
        Instants clock = new Instants();
        Output shown = Output.of(user.ssh(TARGET, "head -c " + BYTES + " /dev/urandom # large-one"));
        assertThat(shown.bytes()).isEqualTo(BYTES);
        clock.tell(BYTES + " bytes shown");
        String session = recorded("large-one", EACH.multipliedBy(BYTES >> 20).plus(SOON));
        clock.tell("and sent");
        assertThat(Output.replayed(play(session, "json"))).isEqualTo(shown);
        clock.tell("and replayed");
        awaitNothingKept(SOON);
    }

    @Test
    @Order(4)
    void aFullStorageHoldsUpNothingButTheSendingOfRecordings() {
        Path storage = cluster.directory().resolve("small-storage");
        cluster.server().close();
        Programs.write(storage.resolve("README"), "a test mounts here\n");
        mount("-t", "tmpfs", "-o", "size=16m,mode=700", "tmpfs", storage.toString());
        try {
            addProperty("sallyport.recordings.directory=" + storage);
            cluster.server().start();
            cluster.awaitOnline(Cluster.NODE);

            Output large = Output.of(user.ssh(TARGET, "head -c 33554432 /dev/urandom # full-large"));
            Await.until(
                    "the storage is full",
                    SOON,
                    () -> Programs.read(cluster.server().log()).contains("Segments of recordings cannot be stored"),
                    cluster.server()::tail);
            user.login("--no-direct").succeeded();
            assertThat(user.ssh(TARGET, "echo while-full").run().succeeded().out())
                    .isEqualTo("while-full\n");
            assertThat(cluster.awaitAudit("--event=session.end", "--user=" + NAME, "--limit=5"))
                    .isNotEmpty();
            assertThat(cluster.awaitAudit("--text=while-full")).isNotEmpty();
            assertThat(kept()).hasSizeGreaterThanOrEqualTo(2);

            mount("-o", "remount,size=128m", storage.toString());
            String session = recorded("full-large", SOON);
            assertThat(Output.replayed(play(session, "json"))).isEqualTo(large);
            String small = recorded("while-full", SOON);
            assertThat(play(small, "text").run().succeeded().out()).isEqualTo("while-full\n");
            awaitNothingKept(SOON);
            assertThat(HERE.command("find", storage.toString(), "-name", "*.tmp")
                            .run()
                            .succeeded()
                            .out())
                    .as("halves of what did not fit")
                    .isEmpty();
        } finally {
            cluster.server().close();
            HERE.command("umount", storage.toString()).run();
        }
    }

    private void addProperty(String line) {
        try {
            Files.writeString(
                    cluster.server().data().resolve("server.properties"), line + "\n", StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void mount(String... words) {
        List<String> all = new ArrayList<>(List.of("mount"));
        all.addAll(List.of(words));
        HERE.command(all).run().succeeded();
    }

    /** Says how long things took; nothing is asserted of it. */
    private static final class Instants {
        private final long began = System.nanoTime();

        void tell(String what) {
            System.out.printf("%s: %.1f s%n", what, (System.nanoTime() - began) / 1e9);
        }
    }
}
