package org.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.lock.LockView;

/** Locks at the agent: who is not let in, and who does not stay. */
class SshLockIT {
    private static final String LOGIN = System.getProperty("user.name");
    private SshFixture node;

    @BeforeEach
    void start() throws Exception {
        node = new SshFixture(LOGIN, List.of());
    }

    @AfterEach
    void stop() throws Exception {
        node.close();
    }

    private static LockTarget target(String what) {
        return switch (what) {
            case "user" -> LockTarget.ofUser("alice");
            case "role" -> LockTarget.ofRole("forward");
            case "login" -> LockTarget.ofLogin(LOGIN);
            case "node name" -> LockTarget.ofNode("web1");
            case "host id" -> LockTarget.ofNode("6f0c2b1e-0000-4000-8000-000000000001");
            case "certificate" -> LockTarget.ofCertificate(17);
            default -> throw new IllegalArgumentException(what);
        };
    }

    @ParameterizedTest
    @ValueSource(strings = {"user", "role", "login", "node name", "host id", "certificate"})
    void nobodyNewIsLetInWhileALockIsInForce(String what) {
        node.lock(target(what), "laptop lost");
        Ran refused = node.ssh("127.0.0.1", "echo in");
        assertThat(refused.exit()).isEqualTo(255);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("agent web1: access denied: ").contains("is locked: laptop lost");
        assertThat(node.lastEvent("session.login.refused").orElseThrow().fields())
                .containsEntry("lock", "lock-1")
                .containsEntry("reason", "LOCKED");
        node.lock(null, "");
        assertThat(node.ssh("127.0.0.1", "echo in").out()).isEqualTo("in\n");
    }

    @Test
    void aLockOnSomebodyElseOrOnAnotherNodeHasNoEffect() {
        node.lock(new LockTarget(Optional.of("alice"), null, null, Optional.of("web2"), null, null, null), "");
        assertThat(node.ssh("127.0.0.1", "echo in").out()).isEqualTo("in\n");
        node.lock(LockTarget.ofUser("bob"), "");
        assertThat(node.ssh("127.0.0.1", "echo in").out()).isEqualTo("in\n");
    }

    @Test
    void aLiveSessionEndsAtOnceWithTheMessage() throws Exception {
        Live live = new Live();
        node.lock(LockTarget.ofUser("alice"), "laptop lost");
        assertThat(live.ended()).isEqualTo(255);
        assertThat(live.errors()).contains("agent web1: access denied: user 'alice' is locked: laptop lost");
        Await.until(Duration.ofSeconds(20), () -> node.lastEvent("session.end").isPresent());
        assertThat(node.lastEvent("session.end").orElseThrow().fields()).containsEntry("ended_by", "lock");
        assertThat(node.events.stream().filter(event -> event.event().equals("lock.ended")))
                .singleElement()
                .satisfies(event -> {
                    assertThat(event.user()).isEqualTo("alice");
                    assertThat(event.fields()).containsEntry("lock", "lock-1");
                });
    }

    @Test
    void inStrictModeAnOldViewOfTheLocksEndsSessionsAndByBestEffortItDoesNot() throws Exception {
        node.age = LockView.LONGEST_STALE.plusSeconds(1);
        Live live = new Live();
        node.lockMode = Strictness.STRICT;
        assertThat(live.ended()).isEqualTo(255);
        assertThat(live.errors()).contains("could not be confirmed for more than 5 minutes");
        Ran refused = node.ssh("127.0.0.1", "echo in");
        assertThat(refused.exit()).isEqualTo(255);
        assertThat(refused.err()).contains("could not be confirmed for more than 5 minutes");
        node.lockMode = Strictness.BEST_EFFORT;
        assertThat(node.ssh("127.0.0.1", "echo in").out()).isEqualTo("in\n");
    }

    /** A session that waits for input that never comes. */
    private final class Live {
        private final Process process;
        private final Path errors = node.directory.resolve("errors");

        Live() throws Exception {
            List<String> line = new ArrayList<>(List.of("ssh"));
            line.addAll(node.options(node.userKey));
            line.addAll(List.of("-l", LOGIN, "127.0.0.1", "echo ready; cat"));
            process = new ProcessBuilder(line).redirectError(errors.toFile()).start();
            BufferedReader out =
                    new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
            assertThat(out.readLine()).isEqualTo("ready");
        }

        int ended() throws InterruptedException {
            assertThat(process.waitFor(30, TimeUnit.SECONDS)).as("ends").isTrue();
            return process.exitValue();
        }

        String errors() throws java.io.IOException {
            return Files.readString(errors);
        }
    }
}
