package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.tests.cluster.AgentProcess;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;

/** Locks as people meet them: stock ssh, live and new, by both ways to the proxy. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class LockIT {
    private static final String WHY = "laptop lost on the train";
    private static final Duration SOON = Duration.ofSeconds(60);

    private Cluster cluster;
    private Workplace direct;
    private Workplace inside;

    @BeforeAll
    void open(Cluster running) {
        cluster = running;
        direct = Workplace.open(cluster, "sptlockd", "--direct");
        inside = Workplace.open(cluster, "sptlockh", "--no-direct");
    }

    @AfterAll
    void close() {
        direct.close();
        inside.close();
    }

    private Workplace by(String way) {
        return way.equals("direct") ? direct : inside;
    }

    private void lock(String name, String... target) {
        List<String> words = new ArrayList<>(List.of("admin", "locks", "add", name, "--message", WHY));
        words.addAll(List.of(target));
        Command.Result added =
                cluster.admin().cli(words.toArray(String[]::new)).run().succeeded();
        assertThat(added.out()).contains("lock/" + name + " is in force");
    }

    private void unlock(String name) {
        cluster.admin().cli("admin", "locks", "rm", name).run().succeeded();
    }

    @ParameterizedTest
    @ValueSource(strings = {"direct", "inside HTTPS"})
    void aLockOnAUserEndsWhatLivesAndLetsNothingNewIn(String way) throws Exception {
        Workplace at = by(way);
        String user = at.user().name();
        String name = "lock-" + user;
        try (Live session = new Live(at, at.target(), "echo ready; cat")) {
            session.awaitLine("ready");
            lock(name, "--user", user);
            assertThat(session.exitCode()).isEqualTo(255);
            assertThat(session.errors()).contains("user '" + user + "' is locked: " + WHY);
        }
        assertRefused(at.user().ssh(at.target(), "echo in").run(), 255);
        assertRefused(at.user().login(), 4);
        assertRefused(at.user().cli("ls").run(), 4);
        assertThat(cluster.admin().cli("admin", "locks", "ls").run().succeeded().out())
                .contains(name)
                .contains("user '" + user + "': " + WHY);
        JsonNode ended = cluster.awaitAudit("--event=lock.ended", "--user=" + user);
        assertThat(ended.findValuesAsText("lock")).contains(name);
        assertThat(cluster.awaitAudit("--event=user.login.failed", "--user=" + user)
                        .findValuesAsText("lock"))
                .contains(name);

        unlock(name);
        at.user().login(way.equals("direct") ? "--direct" : "--no-direct").succeeded();
        awaitIn(at);
    }

    private static void assertRefused(Command.Result refused, int exitCode) {
        assertThat(refused.exitCode()).as(refused.toString()).isEqualTo(exitCode);
        assertThat(refused.out()).doesNotContain("in\n");
        assertThat(refused.stderr()).contains("is locked: " + WHY);
    }

    /** The agent hears that a lock is gone a moment after the server. */
    private static void awaitIn(Workplace at) {
        Command.Result[] last = new Command.Result[1];
        Await.until(
                "sessions are let in again",
                SOON,
                () -> {
                    last[0] = at.user().ssh(at.target(), "echo in").run();
                    return last[0].out().equals("in\n");
                },
                () -> last[0].toString());
    }

    @Test
    void aConnectionToTheProxyThatCarriesNothingEndsToo() throws Exception {
        String user = direct.user().name();
        try (Live connection = new Live(direct, "-v", "-N", "sallyport-proxy." + Cluster.NAME)) {
            connection.awaitError("Entering interactive session");
            lock("idle", "--user", user);
            assertThat(connection.exitCode()).isEqualTo(255);
            assertThat(connection.errors()).contains("Proxy Service: user '" + user + "' is locked: " + WHY);
        } finally {
            unlock("idle");
        }
        awaitIn(direct);
    }

    @Test
    void aLockOnADeviceEndsWhatItOpened() throws Exception {
        JsonNode devices = direct.user().json("mfa", "ls").get("devices");
        try (Live session = new Live(direct, direct.target(), "echo ready; cat")) {
            session.awaitLine("ready");
            lock("device", "--mfa-device", devices.get(0).get("id").asText());
            assertThat(session.exitCode()).isEqualTo(255);
            assertThat(session.errors()).contains("MFA device '", "' is locked: " + WHY);
            assertRefused(direct.user().ssh(direct.target(), "echo in").run(), 255);
            assertRefused(direct.user().login("--direct"), 4);
        } finally {
            unlock("device");
        }
        awaitIn(direct);
    }

    @Test
    void aLockOnALoginIsTheAgents() throws Exception {
        String login = inside.account().name();
        try (Live session = new Live(inside, inside.target(), "echo ready; cat")) {
            session.awaitLine("ready");
            lock("login", "--login", login);
            assertThat(session.exitCode()).isEqualTo(255);
            assertThat(session.errors()).contains("login '" + login + "' is locked: " + WHY);
        }
        inside.user().cli("ls").run().succeeded();
        Command.Result refused = inside.user().ssh(inside.target(), "echo in").run();
        assertThat(refused.stderr()).contains("agent " + Cluster.NODE + ": access denied: login '" + login + "'");
        assertThat(cluster.awaitAudit("--event=session.login.refused", "--text=login '" + login)
                        .findValuesAsText("lock"))
                .contains("login");
        unlock("login");
        awaitIn(inside);
    }

    @Test
    void aLockedNodeIsShutOutAndComesBack() throws Exception {
        AgentProcess agent = cluster.newAgent("spt-locked-node");
        try (agent) {
            agent.configure(
                            cluster.server().publicAddress(),
                            cluster.pin(),
                            cluster.token(),
                            "ssh_service:\n  enabled: true\n")
                    .start();
            cluster.awaitOnline(agent.name());
            String target = inside.account().name() + "@" + agent.name() + "." + Cluster.NAME;
            try (Live session = new Live(inside, target, "echo ready; cat")) {
                session.awaitLine("ready");
                lock("node", "--node", agent.name());
                assertThat(session.exitCode()).isEqualTo(255);
                assertThat(session.errors()).contains("node '" + agent.name() + "' is locked: " + WHY);
            }
            assertRefused(inside.user().ssh(target, "echo in").run(), 255);
            Await.until("its tunnel is gone", SOON, () -> !cluster.isOnline(agent.name()), agent::tail);
            Await.until("its log says why", SOON, () -> agent.tail().contains("is locked: " + WHY), agent::tail);
            assertThat(cluster.awaitAudit("--event=lock.ended", "--text=node '" + agent.name())
                            .findValuesAsText("what"))
                    .contains("tunnel");
            assertThat(cluster.awaitAudit("--event=proxy.login.refused", "--text=node '" + agent.name())
                            .findValuesAsText("lock"))
                    .contains("node");
            unlock("node");
            cluster.awaitOnline(agent.name());
            Await.until(
                    "sessions there are let in again",
                    SOON,
                    () -> inside.user().ssh(target, "echo in").run().out().equals("in\n"),
                    agent::tail);
        }
    }

    @Test
    void anExpiredLockHasNoEffect() {
        String user = inside.user().name();
        // long enough for a busy machine to see it in force
        lock("short", "--user", user, "--ttl=20s");
        assertRefused(inside.user().cli("ls").run(), 4);
        awaitIn(inside);
        Await.until(
                "it is forgotten",
                Duration.ofMinutes(3),
                () -> !cluster.admin().cli("admin", "locks", "ls").run().out().contains("short"),
                () -> "it is still there");
    }

    @Test
    void nobodyLocksThemselvesOutByAccident() {
        Command.Result self = cluster.admin()
                .cli("admin", "locks", "add", "--user", cluster.admin().name())
                .run();
        assertThat(self.exitCode()).as(self.toString()).isEqualTo(2);
        assertThat(self.stderr()).contains("shut you out yourself").contains("--force");
        Command.Result forced = cluster.admin()
                .cli(
                        "admin",
                        "locks",
                        "add",
                        "--force",
                        "--user",
                        cluster.admin().name())
                .run();
        assertThat(forced.exitCode()).as(forced.toString()).isEqualTo(6);
        assertThat(forced.stderr()).contains("nobody would be left who may delete locks");
        Command.Result nothing = cluster.admin().cli("admin", "locks", "add").run();
        assertThat(nothing.exitCode()).as(nothing.toString()).isEqualTo(2);
        assertThat(nothing.stderr()).contains("at least one of user, role, login, node");
    }

    /** ssh that goes on until something ends it. */
    private static final class Live implements AutoCloseable {
        private final Process process;
        private final BufferedReader out;
        private final ByteArrayOutputStream errors = new ByteArrayOutputStream();
        private final Thread reader;

        Live(Workplace at, String... words) {
            process = at.user().ssh(words).pipe();
            out = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            reader = Thread.ofVirtual().start(() -> {
                try {
                    process.getErrorStream().transferTo(errors);
                } catch (IOException e) {
                    // closed with the process
                }
            });
        }

        void awaitLine(String line) throws IOException {
            assertThat(out.readLine()).as(text()).isEqualTo(line);
        }

        void awaitError(String part) {
            Await.until("ssh says " + part, SOON, () -> text().contains(part), this::text);
        }

        int exitCode() throws InterruptedException {
            assertThat(process.waitFor(60, TimeUnit.SECONDS))
                    .as("ends: " + text())
                    .isTrue();
            return process.exitValue();
        }

        String errors() throws InterruptedException {
            reader.join(10_000);
            return text();
        }

        private String text() {
            return errors.toString(StandardCharsets.UTF_8);
        }

        @Override
        public void close() {
            process.descendants().forEach(ProcessHandle::destroy);
            process.destroy();
        }
    }
}
