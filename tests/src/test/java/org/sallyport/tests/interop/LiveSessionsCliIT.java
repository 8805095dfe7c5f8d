package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
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

/** Live sessions by the command line: who sees which, taking part through the proxy, ending one. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LiveSessionsCliIT {
    private static final String STARTER = "sptlives";
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final int DENIED = 4;
    private static final int NOT_FOUND = 5;

    private Cluster cluster;
    private Workplace at;
    private UserSession helper;
    private UserSession stranger;
    private UserSession reader;

    @BeforeAll
    void open(Cluster running) {
        cluster = running;
        at = Workplace.open(cluster, STARTER, "--no-direct");
        role("live-helper", "{join_sessions: [{roles: [access], modes: [observer, moderator]}]}");
        role("live-stranger", "{logins: [nobody]}");
        role("live-reader", "{rules: [{resources: [live_session], verbs: [list]}]}");
        helper = person("live-helper");
        stranger = person("live-stranger");
        reader = person("live-reader");
    }

    @AfterAll
    void close() {
        if (at != null) {
            at.close();
        }
    }

    private void role(String name, String allow) {
        Path file = at.scratch().resolve(name + ".yaml");
        Programs.write(file, "kind: role\nversion: v1\nmetadata: {name: " + name + "}\nspec: {allow: " + allow + "}\n");
        cluster.admin().cli("admin", "apply", "-f", file.toString()).run().succeeded();
    }

    /** With the role of that name. */
    private UserSession person(String name) {
        UserSession user = cluster.newUser(name, name, "nobody");
        user.login("--no-direct").succeeded();
        return user;
    }

    private Talk begin() {
        Talk session = new Talk(at.user().ssh("-tt", at.target(), "stty -echo; echo ready; cat"));
        session.await("ready");
        return session;
    }

    /** The starter's only session, as soon as the server has heard of it. */
    private String id() {
        JsonNode[] seen = new JsonNode[1];
        Await.until(
                "the session is listed",
                SOON,
                () -> {
                    seen[0] = at.user().json("sessions", "ls");
                    return seen[0].size() == 1;
                },
                () -> seen[0].toPrettyString());
        return seen[0].get(0).get("id").asText();
    }

    private void awaitGone() {
        Await.until(
                "the session is listed no more",
                SOON,
                () -> at.user().json("sessions", "ls").isEmpty(),
                () -> at.user().json("sessions", "ls").toPrettyString());
    }

    private static void assertNoSuchSession(Command.Result refused) {
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(NOT_FOUND);
        assertThat(refused.stderr()).contains("there is no live session").contains("sallyport sessions ls");
    }

    @Test
    void eachSeesWhatItMay() throws Exception {
        try (Talk session = begin()) {
            String id = id();
            for (UserSession seeing : new UserSession[] {helper, reader, cluster.admin()}) {
                JsonNode seen = seeing.json("sessions", "ls", "--user=" + STARTER);
                assertThat(seen).as(seeing.name()).hasSize(1);
                assertThat(seen.get(0).get("id").asText()).isEqualTo(id);
                assertThat(seen.get(0).get("node").asText()).isEqualTo(Cluster.NODE);
                assertThat(seen.get(0).get("login").asText()).isEqualTo(STARTER);
            }
            assertThat(helper.cli("sessions", "ls").run().succeeded().out())
                    .contains(id, STARTER, "running", "observer,moderator");
            assertThat(stranger.json("sessions", "ls")).isEmpty();
            assertNoSuchSession(stranger.cli("join", id).run());
            assertNoSuchSession(stranger.cli("sessions", "end", id).run());
            assertNoSuchSession(
                    stranger.cli("sessions", "end", "no-such-session").run());
            assertThat(cluster.awaitAudit("--event=access.denied", "--user=live-stranger"))
                    .isNotEmpty();
            session.type("\u0004");
            assertThat(session.exitCode()).isZero();
        }
        awaitGone();
    }

    @Test
    void oneWithoutAccessToTheNodeTakesPartAndLeaves() throws Exception {
        try (Talk session = begin()) {
            String id = id();
            assertThat(helper.json("ls")).as("joining is not seeing nodes").isEmpty();
            try (Talk watching = new Talk(helper.cli("join", id))) {
                watching.await("you are in the session of " + STARTER);
                session.await("live-helper joined as observer");
                session.type("hello there\n");
                watching.await("hello there");
                Await.until(
                        "the list says who is in it",
                        SOON,
                        () -> at.user()
                                .cli("sessions", "ls")
                                .run()
                                .succeeded()
                                .out()
                                .contains("live-helper (observer)"),
                        () -> at.user().json("sessions", "ls").toPrettyString());
                watching.type("\u0003");
                assertThat(watching.exitCode()).isZero();
            }
            session.await("live-helper is no longer observer here");
            assertThat(cluster.awaitAudit("--event=session.join", "--user=live-helper", "--session=" + id))
                    .isNotEmpty();
            session.type("\u0004");
            assertThat(session.exitCode()).isZero();
        }
        awaitGone();
    }

    @Test
    void modesThatTheRolesDoNotGiveAreToldBeforeAnythingIsDialled() throws Exception {
        try (Talk session = begin()) {
            String id = id();
            Command.Result peer = helper.cli("join", id, "--mode=peer").run();
            assertThat(peer.exitCode()).as(peer.toString()).isEqualTo(DENIED);
            assertThat(peer.stderr()).contains("as observer or moderator").contains("--mode");
            Command.Result seeing = reader.cli("join", id).run();
            assertThat(seeing.exitCode()).as(seeing.toString()).isEqualTo(DENIED);
            assertThat(seeing.stderr()).contains("join_sessions");
            // past the command line the agent says so
            Command.Result past = helper.ssh(
                            "-tt", "-l", "sallyport:join", Cluster.NODE + "." + Cluster.NAME, "join " + id + " peer")
                    .run();
            assertThat(past.exitCode()).as(past.toString()).isNotZero();
            assertThat(past.all()).contains("access denied: join");
            Command.Result shell = helper.ssh(STARTER + "@" + Cluster.NODE + "." + Cluster.NAME, "id")
                    .run();
            assertThat(shell.exitCode()).as("joining is no login: " + shell).isEqualTo(255);
            session.type("\u0004");
            assertThat(session.exitCode()).isZero();
        }
        awaitGone();
    }

    @Test
    void anEndedSessionEndsAtOnceAndItsPeopleReadWhy() throws Exception {
        try (Talk session = begin()) {
            String id = id();
            Command.Result reading = reader.cli("sessions", "end", id).run();
            assertThat(reading.exitCode()).as(reading.toString()).isEqualTo(DENIED);
            assertThat(reading.stderr()).contains("rule for session that allows delete");
            cluster.admin()
                    .cli("sessions", "end", id, "--reason", "maintenance begins")
                    .run()
                    .succeeded();
            session.await("maintenance begins");
            assertThat(session.text()).contains("admin");
            session.exitCode();
            JsonNode asked = cluster.awaitAudit("--event=session.end.requested", "--session=" + id);
            assertThat(asked.findValuesAsText("session_user")).contains(STARTER);
            assertThat(cluster.awaitAudit("--event=session.end", "--session=" + id))
                    .isNotEmpty();
        }
        awaitGone();
    }

    /** A program with its terminal's words as they come. */
    private static final class Talk implements AutoCloseable {
        private final Process process;
        private final ByteArrayOutputStream heard = new ByteArrayOutputStream();

        Talk(Command command) {
            process = command.pipe();
            for (InputStream from : new InputStream[] {process.getInputStream(), process.getErrorStream()}) {
                Thread.ofVirtual().start(() -> {
                    try {
                        from.transferTo(heard);
                    } catch (IOException e) {
                        // closed with the process
                    }
                });
            }
        }

        void type(String keys) throws IOException {
            process.getOutputStream().write(keys.getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        }

        void await(String part) {
            Await.until("it says " + part, SOON, () -> text().contains(part), this::text);
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ends: " + text())
                    .isTrue();
            return process.exitValue();
        }

        String text() {
            return heard.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
