package org.sallyport.tests.recording;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.AgentProcess;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.UserSession;

/** Segments that a joined agent's identity sent, on the real server: listed, played by the real programs, verified, removed. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class RecordingServerIT {
    private Cluster cluster;
    private Path identity;
    private UserSession ann;
    private UserSession bob;

    @BeforeAll
    void join(Cluster running) {
        cluster = running;
        AgentProcess agent = cluster.newAgent("recorder")
                .configure(
                        cluster.server().publicAddress(),
                        cluster.pin(),
                        cluster.token("--max-uses=1"),
                        "ssh_service:\n  enabled: true\n");
        try (agent) {
            agent.start();
            cluster.awaitOnline("recorder");
        }
        identity = agent.data();
        ann = cluster.newUser("sptrec-ann", "access", "nobody");
        bob = cluster.newUser("sptrec-bob", "access", "nobody");
        ann.login().succeeded();
        bob.login().succeeded();
    }

    private String upload(String session, int first, int last, boolean end) {
        return cluster.server()
                .host()
                .command(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        SegmentUploader.class.getName(),
                        identity.toString(),
                        cluster.server().host().address() + ":3025",
                        session,
                        ann.name(),
                        Integer.toString(first),
                        Integer.toString(last),
                        Boolean.toString(end))
                .run()
                .succeeded()
                .out();
    }

    private static String text(int segments) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < segments; i++) {
            text.append("line ").append(i).append(" gr\u00fcn\n\u20ac\n");
        }
        return text.toString();
    }

    @Test
    void aLiveRecordingIsFollowedAndACompleteOneVerifiedExportedAndRemoved() throws IOException {
        String session = UUID.randomUUID().toString();
        assertThat(upload(session, 0, 1, false)).contains("1 stored");
        JsonNode listed = ann.json("recordings", "ls");
        assertThat(listed).hasSize(1);
        assertThat(listed.get(0).get("state").asText()).isEqualTo("live");
        assertThat(listed.get(0).at("/info/node").asText()).isEqualTo("recorder");
        assertThat(ann.cli("play", session).run().succeeded().out()).isEqualTo(text(2));

        Command follower = ann.cli("play", session, "--follow", "--format=text");
        Path heard = cluster.directory().resolve("heard.txt");
        Process following = follower.start(heard);
        org.sallyport.tests.cluster.Await.until(
                "what is there is heard",
                java.time.Duration.ofSeconds(60),
                () -> read(heard).contains("line 1"),
                () -> read(heard));
        assertThat(upload(session, 2, 2, true)).contains("2 complete");
        following.onExit().orTimeout(60, java.util.concurrent.TimeUnit.SECONDS).join();
        assertThat(read(heard)).isEqualTo(text(3));

        JsonNode completed = cluster.awaitAudit("--event=recording.completed", "--session=" + session);
        assertThat(completed.get(0).get("user").asText()).isEqualTo(ann.name());
        assertThat(cluster.awaitAudit("--event=recording.read", "--session=" + session))
                .hasSize(2);

        exports(session);
        verifies(session);
        removes(session);
    }

    private static String read(Path file) {
        try {
            return Files.exists(file) ? Files.readString(file) : "";
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private void exports(String session) throws IOException {
        Path cast = cluster.directory().resolve("v2.cast");
        ann.cli("recordings", "export", session, "--format=asciicast-v2", "--out=" + cast)
                .run()
                .succeeded();
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(cast)))
                .isEqualTo("rw-------");
        // asciinema wants a terminal, also to print
        Command.Result cat = ann.host()
                .command("script", "-qec", "asciinema cat " + cast, "/dev/null")
                .with("LANG", "C.UTF-8")
                .run()
                .succeeded();
        assertThat(cat.out().replaceAll("\r+\n", "\n")).contains("\u001b[32mline 2\u001b[0m gr\u00fcn\n\u20ac\n");
        Path three = cluster.directory().resolve("v3.cast");
        ann.cli("recordings", "export", session, "--out=" + three).run().succeeded();
        assertThat(Files.readAllLines(three)).hasSize(10).first().asString().startsWith("{\"version\":3,");
        assertThat(ann.cli("play", three.toString()).run().succeeded().out()).isEqualTo(text(3));
        // on a terminal of its own: keys are off the line, and the recording is drawn
        Command.Result played = ann.host()
                .command(
                        "script",
                        "-qec",
                        "true; " + String.join(" ", words(ann, "play", session, "--speed=50")),
                        "/dev/null")
                .with("SALLYPORT_HOME", ann.home().toString())
                .with("TERM", "xterm")
                .run()
                .succeeded();
        assertThat(played.out()).contains("\u001b[32mline 0\u001b[0m gr\u00fcn").contains("line 2");
    }

    private static String[] words(UserSession user, String... words) {
        String[] all = new String[words.length + 1];
        all[0] = org.sallyport.tests.cluster.Programs.bin("sallyport");
        System.arraycopy(words, 0, all, 1, words.length);
        assertThat(user.name()).isNotEmpty();
        return all;
    }

    private void verifies(String session) throws IOException {
        assertThat(ann.cli("recordings", "verify", session).run().succeeded().out())
                .startsWith(session + ": sound, complete, 3 segments, 3 frames");
        Path segment =
                cluster.server().data().resolve("recordings/" + session.substring(0, 2) + "/" + session + "/1.seg");
        byte[] bytes = Files.readAllBytes(segment);
        assertThat(new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1))
                .doesNotContain("line");
        bytes[bytes.length - 1] ^= 1;
        Files.write(segment, bytes);
        Command.Result damaged =
                cluster.admin().cli("recordings", "verify", session).run();
        assertThat(damaged.exitCode()).isEqualTo(1);
        assertThat(damaged.out()).contains("NOT SOUND").contains("segment 1: frame 0: its tag was changed");
        assertThat(ann.cli("play", session).run().succeeded().out())
                .contains("line 0")
                .contains("[recording: segment 1 is damaged")
                .contains("line 2");
    }

    private void removes(String session) {
        assertThat(bob.json("recordings", "ls")).isEmpty();
        Command.Result hidden = bob.cli("play", session).run();
        assertThat(hidden.exitCode()).isNotZero();
        assertThat(hidden.stderr()).contains("there is no session_recording '" + session + "' that you may see");
        assertThat(ann.cli("recordings", "rm", session).run().stderr()).contains("you may not delete");
        cluster.admin().cli("recordings", "rm", session).run().succeeded();
        assertThat(ann.json("recordings", "ls")).isEmpty();
        assertThat(cluster.server().data().resolve("recordings/" + session.substring(0, 2) + "/" + session))
                .doesNotExist();
        assertThat(cluster.awaitAudit("--event=recording.deleted", "--session=" + session))
                .hasSize(1);
    }
}
