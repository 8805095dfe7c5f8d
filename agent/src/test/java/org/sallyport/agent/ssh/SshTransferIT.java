package org.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;

/** File copies and forwards by the stock clients, as another account than the agent's own: needs root. */
class SshTransferIT {
    private static final String LOGIN = "sptransfer";
    private static final String GROUP = "sptransfergrp";
    private static SshFixture node;
    private static byte[] data;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(System.getProperty("user.name").equals("root"), "needs root to become another account");
        // a run that was killed left them
        remove();
        run("useradd", "-m", "-s", "/bin/bash", LOGIN);
        run("groupadd", GROUP);
        run("usermod", "-aG", GROUP, LOGIN);
        node = new SshFixture(LOGIN, List.of());
        data = new byte[3_000_000];
        new Random(3).nextBytes(data);
        Files.write(node.directory.resolve("source"), data);
    }

    @AfterAll
    static void stop() throws Exception {
        if (node != null) {
            node.close();
        }
        if (System.getProperty("user.name").equals("root")) {
            remove();
        }
    }

    private static void remove() {
        Ran.of(List.of("userdel", "-rf", LOGIN), new byte[0]);
        Ran.of(List.of("groupdel", GROUP), new byte[0]);
    }

    private static void run(String... line) {
        Ran ran = Ran.of(List.of(line), new byte[0]);
        assertThat(ran.exit()).as(ran.err()).isZero();
    }

    private static Ran client(byte[] input, String program, String... arguments) {
        List<String> line = new ArrayList<>(List.of(program));
        line.addAll(node.options(node.userKey));
        line.add("-o");
        line.add("User=" + LOGIN);
        line.addAll(List.of(arguments));
        return Ran.of(line, input);
    }

    private static void arrived(String name) throws IOException {
        Path file = Path.of("/home", LOGIN, name);
        assertThat(Files.readAllBytes(file)).isEqualTo(data);
        assertThat(Files.getOwner(file).getName()).isEqualTo(LOGIN);
    }

    @Test
    void aSessionRunsAsTheLoginWithItsGroupsInItsHome() {
        Ran ran = node.ssh("127.0.0.1", "id -un; id -Gn; pwd; echo $HOME $USER $LOGNAME; cat /etc/shadow");
        assertThat(ran.out())
                .isEqualTo(LOGIN + "\n" + LOGIN + " " + GROUP + "\n/home/" + LOGIN + "\n/home/" + LOGIN + " " + LOGIN
                        + " " + LOGIN + "\n");
        assertThat(ran.err()).contains("Permission denied");
        assertThat(ran.exit()).isEqualTo(1);
    }

    @Test
    void itsTerminalIsTheLogins() {
        Ran ran = node.ssh("-tt", "127.0.0.1", "stat -c %U $(tty); exit 9");
        assertThat(ran.out()).isEqualTo(LOGIN + "\r\n");
        assertThat(ran.exit()).isEqualTo(9);
    }

    @Test
    void anExpiredAccountIsRefused() {
        run("chage", "-E", "2001-01-01", LOGIN);
        try {
            Ran ran = node.ssh("127.0.0.1", "true");
            assertThat(ran.exit()).isEqualTo(255);
            assertThat(ran.err()).contains("agent web1: access denied: account \"" + LOGIN + "\" has expired");
        } finally {
            run("chage", "-E", "-1", LOGIN);
        }
    }

    @Test
    void sftpPutsAndGets() throws Exception {
        Path back = node.directory.resolve("back");
        String batch = "put " + node.directory.resolve("source") + " by-sftp\nget by-sftp " + back + "\n";
        Ran ran = client(batch.getBytes(), "sftp", "-b", "-", "127.0.0.1");
        assertThat(ran.exit()).as(ran.err()).isZero();
        arrived("by-sftp");
        assertThat(Files.readAllBytes(back)).isEqualTo(data);
        assertThat(node.lastEvent("session.sftp").orElseThrow().fields()).containsEntry("login", LOGIN);
    }

    @Test
    void scpCopiesInBothProtocols() throws Exception {
        String source = node.directory.resolve("source").toString();
        assertThat(client(new byte[0], "scp", source, "127.0.0.1:by-scp").exit())
                .isZero();
        arrived("by-scp");
        assertThat(client(new byte[0], "scp", "-O", source, "127.0.0.1:by-old-scp")
                        .exit())
                .isZero();
        arrived("by-old-scp");
    }

    @Test
    void rsyncCopies() throws Exception {
        List<String> ssh = new ArrayList<>(List.of("ssh"));
        ssh.addAll(node.options(node.userKey));
        Ran ran = Ran.of(
                List.of(
                        "rsync",
                        "-e",
                        String.join(" ", ssh),
                        node.directory.resolve("source").toString(),
                        LOGIN + "@127.0.0.1:by-rsync"),
                new byte[0]);
        assertThat(ran.exit()).as(ran.err()).isZero();
        arrived("by-rsync");
    }

    @RepeatedTest(3)
    void localForwardsCarryBothWaysAndEndWithTheirSource() throws Exception {
        try (ServerSocket target = echo()) {
            Ran ran = client(data, "ssh", "-W", "127.0.0.1:" + target.getLocalPort(), "127.0.0.1");
            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.bytes()).isEqualTo(data);
        }
        assertThat(node.lastEvent("session.port_forward").orElseThrow().fields())
                .containsEntry("direction", "local");
        Ran closed = client(new byte[0], "ssh", "-W", "127.0.0.1:1", "127.0.0.1");
        assertThat(closed.err()).contains("agent web1: cannot connect to");
    }

    @RepeatedTest(5)
    void remoteForwardsReachBack() throws Exception {
        try (ServerSocket target = echo()) {
            Ran ran = client(
                    new byte[0],
                    "ssh",
                    "-R",
                    "12099:127.0.0.1:" + target.getLocalPort(),
                    "-o",
                    "ExitOnForwardFailure=yes",
                    "127.0.0.1",
                    "head -c 1000000 /dev/zero | socat -t 30 STDIO TCP:127.0.0.1:12099 | wc -c");
            assertThat(ran.err()).isEmpty();
            assertThat(ran.out().trim()).isEqualTo("1000000");
        }
    }

    @Test
    void theForwardedAgentAnswersTheLoginAndIsGoneAfterwards() throws Exception {
        Path socket = node.directory.resolve("agent");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
        try {
            Await.until(Duration.ofSeconds(5), () -> Files.exists(socket));
            run("env", "SSH_AUTH_SOCK=" + socket, "ssh-add", "-q", node.userKey.toString());
            List<String> line = new ArrayList<>(List.of("env", "SSH_AUTH_SOCK=" + socket, "ssh", "-A"));
            line.addAll(node.options(node.userKey));
            line.addAll(List.of(
                    "-l", LOGIN, "127.0.0.1", "ssh-add -l; stat -c '%U %a' $SSH_AUTH_SOCK; echo $SSH_AUTH_SOCK"));
            Ran ran = Ran.of(line, new byte[0]);
            assertThat(ran.out()).contains("ED25519").contains(LOGIN + " 600\n");
            Path used = Path.of(ran.out().lines().reduce((first, last) -> last).orElseThrow());
            Await.until(Duration.ofSeconds(5), () -> !Files.exists(used.getParent()));
        } finally {
            agent.destroy();
            agent.waitFor();
        }
    }

    /** Sends everything back, then its end. */
    private static ServerSocket echo() throws IOException {
        ServerSocket listener = new ServerSocket(0, 10, java.net.InetAddress.getLoopbackAddress());
        Thread.ofPlatform().daemon().start(() -> {
            try (Socket socket = listener.accept()) {
                socket.getInputStream().transferTo(socket.getOutputStream());
                socket.shutdownOutput();
            } catch (IOException e) {
                // the test is over
                return;
            }
        });
        return listener;
    }
}
