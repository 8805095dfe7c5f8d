package org.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;

/** Sessions by the stock client, as the account the tests run as. */
class SshSessionIT {
    private static final int LARGE = 16 * 1024 * 1024;
    private static SshFixture node;

    @BeforeAll
    static void start() throws Exception {
        node = new SshFixture(System.getProperty("user.name"), List.of("PROJECT_*"));
    }

    @AfterAll
    static void stop() throws Exception {
        node.close();
    }

    @Test
    void runsACommandAndPassesItsExitCodeOn() {
        Ran ran = node.ssh("127.0.0.1", "echo out; echo err >&2; exit 42");
        assertThat(ran.err()).isEqualTo("err\n");
        assertThat(ran.out()).isEqualTo("out\n");
        assertThat(ran.exit()).isEqualTo(42);
        AuditEvent exec = node.lastEvent("session.exec").orElseThrow();
        assertThat(exec.user()).isEqualTo("alice");
        assertThat(exec.address()).isEqualTo("192.0.2.7");
        assertThat(exec.fields()).containsEntry("command", "echo out; echo err >&2; exit 42");
        AuditEvent end = node.lastEvent("session.end").orElseThrow();
        assertThat(end.fields())
                .containsEntry("exit_status", "42")
                .containsEntry("bytes_out", "8")
                .containsEntry("login", node.login)
                .containsKey("duration_ms");
        assertThat(end.sessionId()).isEqualTo(exec.sessionId());
    }

    @Test
    void tellsTheExitCodeBeforeTheEndOfFile() {
        // a client whose own input has ended closes at our end of file: what came after it would be lost
        Ran ran = node.ssh("-vv", "127.0.0.1", "exit 7");
        assertThat(ran.err()).containsSubsequence("rtype exit-status", "channel 0: rcvd eof", "channel 0: rcvd close");
        assertThat(ran.exit()).isEqualTo(7);
    }

    @Test
    void endOfInputReachesTheProcess() {
        Ran ran = node.sshAs(node.userKey, node.login, "one\ntwo\n".getBytes(), "127.0.0.1", "cat; echo done");
        assertThat(ran.out()).isEqualTo("one\ntwo\ndone\n");
    }

    @Test
    void aProcessThatDoesNotReadItsInputDoesNotHoldTheSession() {
        Ran ran = node.sshAs(node.userKey, node.login, new byte[LARGE], "127.0.0.1", "exec 0<&-; echo closed");
        assertThat(ran.out()).isEqualTo("closed\n");
        assertThat(ran.exit()).isZero();
    }

    @Test
    void carriesSixteenMebibytesUnchangedBothWays() {
        byte[] data = new byte[LARGE];
        new Random(7).nextBytes(data);
        Ran ran = node.sshAs(node.userKey, node.login, data, "127.0.0.1", "cat");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.bytes()).isEqualTo(data);
    }

    @Test
    void keepsTheTailAcrossRekeying() {
        byte[] data = new byte[LARGE];
        new Random(8).nextBytes(data);
        Ran ran = node.sshAs(node.userKey, node.login, data, "-o", "RekeyLimit=1M", "127.0.0.1", "cat");
        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.bytes()).isEqualTo(data);
    }

    @Test
    void aSlowReaderHoldsTheProcessBackInsteadOfFillingMemory() throws Exception {
        List<String> line = new ArrayList<>(List.of("ssh"));
        line.addAll(node.options(node.userKey));
        line.addAll(List.of("-l", node.login, "127.0.0.1", "head -c 67108864 /dev/zero; echo wrote >&2"));
        Process process = new ProcessBuilder(line).start();
        CompletableFuture<String> err = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return new String(process.getErrorStream().readAllBytes());
                    } catch (java.io.IOException e) {
                        throw new IllegalStateException(e);
                    }
                },
                work -> Thread.ofPlatform().daemon().start(work));
        // nobody reads: the writer cannot have come to its end however long one waits
        assertThat(process.waitFor(2, TimeUnit.SECONDS)).isFalse();
        assertThat(err).isNotDone();
        assertThat(SocketDialStream.MOST_UNWRITTEN.get()).isLessThan(8L * 1024 * 1024);
        assertThat(process.getInputStream().readAllBytes()).hasSize(67_108_864);
        assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
        assertThat(err.get(5, TimeUnit.SECONDS)).isEqualTo("wrote\n");
    }

    @Test
    void servesThirtyTwoAtOnce() {
        List<CompletableFuture<Ran>> all = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            int number = i;
            all.add(CompletableFuture.supplyAsync(
                    () -> node.ssh("127.0.0.1", "head -c 1000000 /dev/zero | wc -c; echo n" + number),
                    work -> Thread.ofPlatform().daemon().start(work)));
        }
        for (int i = 0; i < 32; i++) {
            assertThat(all.get(i).join().out()).isEqualTo("1000000\nn" + i + "\n");
        }
    }

    @Test
    void givesATerminalWithItsSize() {
        Ran ran = node.ssh("-tt", "127.0.0.1", "tty; stty size; echo $TERM; echo $SSH_TTY");
        String[] lines = ran.out().split("\r\n");
        assertThat(lines[0]).startsWith("/dev/pts/");
        assertThat(lines[1])
                .isEqualTo("0 0".equals(lines[1]) ? "never zero" : lines[1])
                .matches("\\d+ \\d+");
        assertThat(lines[3]).isEqualTo(lines[0]);
    }

    @Test
    void aWindowChangeReachesTheProcess() throws Exception {
        Path script = node.directory.resolve("resize.exp");
        List<String> line = new ArrayList<>(List.of("ssh", "-tt"));
        line.addAll(node.options(node.userKey));
        line.addAll(List.of("-l", node.login, "127.0.0.1"));
        String command =
                String.join(" ", line.stream().map(word -> "{" + word + "}").toList());
        Files.writeString(script, """
                set timeout 20
                set stty_init {rows 33 columns 101}
                spawn -noecho %s {trap "stty size; exit 5" WINCH; stty size; echo ready; while :; do sleep 0.1; done}
                expect timeout { exit 91 } "33 101"
                expect timeout { exit 92 } "ready"
                stty rows 44 columns 122 < $spawn_out(slave,name)
                expect timeout { exit 93 } "44 122"
                expect eof
                lassign [wait] pid spawnid oserror code
                exit $code
                """.formatted(command));
        Ran ran = Ran.of(List.of("expect", script.toString()), new byte[0]);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(5);
    }

    @Test
    void anInteractiveShellIsALoginShellInItsHome() throws Exception {
        Path script = node.directory.resolve("shell.exp");
        List<String> line = new ArrayList<>(List.of("ssh", "-tt"));
        line.addAll(node.options(node.userKey));
        line.addAll(List.of("-l", node.login, "127.0.0.1"));
        String command =
                String.join(" ", line.stream().map(word -> "{" + word + "}").toList());
        Files.writeString(script, """
                set timeout 20
                spawn -noecho %s
                send {echo "zero=<$0> pwd=<$PWD> home=<$HOME> sid=<$SALLYPORT_SESSION_ID>"}
                send "\\n"
                expect timeout { exit 91 } -re {zero=<-[a-z]+> pwd=<([^>]*)> home=<([^>]*)> sid=<[0-9a-f-]+>}
                if { $expect_out(1,string) ne $expect_out(2,string) } { exit 92 }
                expect timeout { exit 93 } -re {[#$] $}
                send "\\003"
                expect timeout { exit 94 } -re {\\^C.*[#$] $}
                send "exit 7\\n"
                expect eof
                lassign [wait] pid spawnid oserror code
                exit $code
                """.formatted(command));
        Ran ran = Ran.of(List.of("expect", script.toString()), new byte[0]);
        assertThat(ran.exit()).as(ran.out() + ran.err()).isEqualTo(7);
    }

    @Test
    void onlyAllowedVariablesComeFromTheClient() {
        Ran ran = Ran.of(environmentLine(), new byte[0]);
        assertThat(ran.out())
                .contains("LC_TEST=yes\n")
                .contains("PROJECT_X=blue\n")
                .doesNotContain("LD_PRELOAD")
                .doesNotContain("OTHER")
                .doesNotContain("MAVEN")
                .contains("SSH_CLIENT=192.0.2.7 ")
                .contains("USER=" + node.login + "\n")
                .containsPattern("SALLYPORT_SESSION_ID=[0-9a-f-]{36}\n");
    }

    private static List<String> environmentLine() {
        List<String> line =
                new ArrayList<>(List.of("env", "LC_TEST=yes", "PROJECT_X=blue", "OTHER=no", "LD_PRELOAD=", "ssh"));
        line.addAll(node.options(node.userKey));
        line.addAll(List.of("-o", "SendEnv=LC_TEST PROJECT_X OTHER LD_PRELOAD", "-l", node.login, "127.0.0.1", "env"));
        return line;
    }

    @Test
    void nothingOfTheAgentLeaksIntoTheProcess() {
        Ran ran = node.ssh("127.0.0.1", "ls -l /proc/self/fd | grep -v -e pipe: -e /proc/ -e total");
        assertThat(ran.out()).isEmpty();
    }

    @Test
    void theCommandIsTheUsersOwnAndNobodyElsesShellSeesIt() {
        Ran ran = node.ssh("127.0.0.1", "printf '%s|' \"$0\" '$HOME' 'a b' \"it's\" `echo sub` -- grüße");
        assertThat(ran.out())
                .isEqualTo(System.getenv().getOrDefault("SHELL", "/bin/bash") + "|$HOME|a b|it's|sub|--|grüße|");
    }

    @Test
    void whenTheClientLeavesItsProcessIsHungUpOn() throws Exception {
        Path mark = node.directory.resolve("hung-up");
        List<String> line = new ArrayList<>(List.of("ssh"));
        line.addAll(node.options(node.userKey));
        line.addAll(List.of(
                "-l",
                node.login,
                "127.0.0.1",
                "trap 'touch " + mark + "; exit' HUP; echo ready; while :; do sleep 0.1; done"));
        Process process = new ProcessBuilder(line).start();
        assertThat(process.inputReader().readLine()).isEqualTo("ready");
        process.destroyForcibly().waitFor();
        Await.until(Duration.ofSeconds(10), () -> Files.exists(mark));
        Await.until(Duration.ofSeconds(10), () -> node.lastEvent("session.end").stream()
                .anyMatch(event -> "client".equals(event.fields().get("ended_by"))));
    }

    @Test
    void theHostCertificateIsRenewedWithoutARestart() throws Exception {
        node.renewHost("renewed-certificate");
        Ran ran = node.ssh("-v", "127.0.0.1", "true");
        assertThat(ran.exit()).isZero();
        assertThat(ran.err()).contains("renewed-certificate");
    }
}
