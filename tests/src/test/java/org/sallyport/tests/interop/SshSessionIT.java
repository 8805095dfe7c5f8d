package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;

/** Stock ssh through the proxy to the agent: what people and scripts do all day. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class SshSessionIT {
    private Workplace at;

    @BeforeAll
    void open(Cluster cluster) {
        at = Workplace.open(cluster, "sptsess");
    }

    @AfterAll
    void close() {
        at.close();
    }

    private Command.Result ssh(String... command) {
        List<String> words = new ArrayList<>(List.of(at.target()));
        words.addAll(List.of(command));
        return at.user().ssh(words.toArray(String[]::new)).run();
    }

    @Test
    void runsACommandAsTheLoginWithItsGroupsAndHome() {
        Command.Result result = ssh("id -un; id -Gn; pwd; echo $HOME").succeeded();
        assertThat(result.out())
                .isEqualTo("%1$s\n%1$s spextra\n/home/%1$s\n/home/%1$s\n"
                        .formatted(at.account().name()));
    }

    @Test
    void givesTheExitCodeOfTheCommand() {
        assertThat(ssh("exit 0").exitCode()).isZero();
        assertThat(ssh("exit 7").exitCode()).isEqualTo(7);
        assertThat(ssh("kill -TERM $$").exitCode()).isNotZero();
        assertThat(ssh("no-such-command-here").exitCode()).isEqualTo(127);
    }

    @Test
    void keepsStandardOutputAndErrorApart() {
        Command.Result result = ssh("echo out; echo err >&2").succeeded();
        assertThat(result.out()).isEqualTo("out\n");
        assertThat(result.stderr()).contains("err");
    }

    @Test
    void passesStandardInputAndItsEnd() {
        byte[] input = "one\ntwo\nthree".getBytes(StandardCharsets.UTF_8);
        Command.Result result = at.user()
                .ssh(at.target(), "cat; echo; echo ended")
                .input(input)
                .run()
                .succeeded();
        assertThat(result.out()).isEqualTo("one\ntwo\nthree\nended\n");
    }

    @Test
    void givesATerminalWithTheWindowSize() {
        Command.Result result = at.user()
                .host()
                .command("expect", "-c", """
                        set timeout 30
                        set stty_init "rows 41 columns 117"
                        spawn ssh -tt -F %s %s
                        expect "\\$ "
                        send "PS1='ready> '\\r"
                        expect "ready> "
                        send "tty; stty size; echo done-\\$TERM\\r"
                        expect -re "/dev/pts/.*41 117.*done-"
                        expect "ready> "
                        send "exit 3\\r"
                        expect eof
                        exit [lindex [wait] 3]
                        """.formatted(at.user().sshConfig(), at.target()))
                .with("HOME", at.scratch().toString())
                .with("TERM", "xterm")
                .run();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(3);
        assertThat(result.out()).contains("41 117").contains("/dev/pts/");
    }

    @Test
    void aSignalFromTheTerminalReachesTheCommand() {
        Command.Result result = at.user()
                .host()
                .command("expect", "-c", """
                        set timeout 30
                        spawn ssh -tt -F %s %s {trap 'echo caught-int; exit 9' INT; echo waiting; while :; do sleep 1; done}
                        expect "waiting"
                        send "\\003"
                        expect "caught-int"
                        expect eof
                        exit [lindex [wait] 3]
                        """.formatted(at.user().sshConfig(), at.target()))
                .run();
        assertThat(result.exitCode()).as(result.toString()).isEqualTo(9);
    }

    @Test
    void theEnvironmentIsCleanButForTheAllowedNames() {
        Command.Result result = at.user()
                .ssh(
                        "-o",
                        "SendEnv=LC_TEST SECRET_THING",
                        at.target(),
                        "echo \"[$LC_TEST][$SECRET_THING][$USER]\"; env")
                .with("LC_TEST", "yes")
                .with("SECRET_THING", "no")
                .run()
                .succeeded();
        assertThat(result.out()).startsWith("[yes][][%s]".formatted(at.account().name()));
        assertThat(result.out()).contains("SSH_CONNECTION=").doesNotContain("JAVA");
    }

    @Test
    void thereIsNothingWrongWithSixtyFourAtOnce() throws Exception {
        List<Callable<Command.Result>> calls = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            String word = "answer-" + i;
            calls.add(() -> at.user()
                    .ssh(at.target(), "echo " + word)
                    .within(Duration.ofMinutes(3))
                    .run());
        }
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Command.Result>> results = pool.invokeAll(calls);
            for (int i = 0; i < results.size(); i++) {
                assertThat(results.get(i).get().succeeded().out()).isEqualTo("answer-" + i + "\n");
            }
        }
    }

    @Test
    void proxyCommandWorksAsWellAsProxyJump() {
        Command.Result result = at.user()
                .ssh(
                        "-o",
                        "ProxyJump=none",
                        "-o",
                        "ProxyCommand=ssh -F " + at.user().sshConfig() + " -W %h:%p sallyport-proxy." + Cluster.NAME,
                        at.target(),
                        "echo through")
                .run()
                .succeeded();
        assertThat(result.out()).isEqualTo("through\n");
    }

    @Test
    void sallyportSshIsStockSshWithTheLoginsConfiguration() {
        Command.Result result = at.user()
                .cli("ssh", "-o", "BatchMode=yes", at.account().name() + "@" + Cluster.NODE, "echo hello; exit 5")
                .run();
        assertThat(result.out()).isEqualTo("hello\n");
        assertThat(result.exitCode()).isEqualTo(5);
    }

    @Test
    void aSessionIsToldInTheAuditLog() {
        ssh("echo audited-by-name").succeeded();
        String user = at.user().name();
        assertThat(at.cluster().awaitAudit("--event=session.start", "--user=" + user))
                .isNotEmpty();
        assertThat(at.cluster()
                        .awaitAudit("--event=session.exec", "--user=" + user)
                        .toString())
                .contains("audited-by-name");
        assertThat(at.cluster().awaitAudit("--event=session.end", "--user=" + user))
                .isNotEmpty();
    }
}
