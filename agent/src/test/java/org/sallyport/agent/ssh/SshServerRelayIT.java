package org.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.client.session.ClientSession;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.SallyportException;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.upstream.Attempt;
import org.sallyport.session.upstream.Destination;
import org.sallyport.session.upstream.HostKeyRule;
import org.sallyport.session.upstream.UpstreamClient;

/** SSH that ends at a proxy and goes on to a stock sshd of this machine. */
final class SshServerRelayIT {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private SshFixture node;
    private Path openssh;
    private Path hostKey;
    private Process sshd;
    private int port;

    @BeforeEach
    void start() throws Exception {
        assumeTrue(Files.isExecutable(SSHD), "needs OpenSSH's sshd");
        assumeTrue(System.getProperty("user.name").equals("root"), "sshd wants to be root");
        Files.createDirectories(Path.of("/run/sshd"));
        node = new SshFixture(System.getProperty("user.name"), List.of());
        openssh = node.keygen.key("openssh_ca");
        hostKey = node.keygen.key("sshd_host");
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        sshd = run(openssh);
    }

    private Process run(Path trusted) throws IOException {
        Path config = node.directory.resolve("sshd_config");
        Files.writeString(
                config,
                String.join(
                        "\n",
                        "Port " + port,
                        "ListenAddress 127.0.0.1",
                        "HostKey " + hostKey,
                        "PidFile none",
                        "TrustedUserCAKeys " + trusted + ".pub",
                        "AuthorizedKeysFile none",
                        "PasswordAuthentication no",
                        "KbdInteractiveAuthentication no",
                        "PermitRootLogin yes",
                        "UsePAM no",
                        "StrictModes no",
                        "Subsystem sftp internal-sftp",
                        ""));
        Process started = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(node.directory.resolve("sshd.log").toFile())
                .start();
        Await.until(Duration.ofSeconds(20), () -> {
            try (Socket socket = new Socket("127.0.0.1", port)) {
                return socket.isConnected();
            } catch (IOException e) {
                return false;
            }
        });
        return started;
    }

    @AfterEach
    void stop() throws Exception {
        if (sshd != null) {
            sshd.destroy();
            sshd.waitFor();
        }
        if (node != null) {
            node.close();
        }
    }

    private ProxyFixture proxy(String hostKeys) throws Exception {
        return ProxyFixture.of(node, new Server(HostKeyRule.Enrolled.of(List.of(hostKeys))));
    }

    @Test
    void commandsTerminalsAndCopiesWork() throws Exception {
        try (ProxyFixture proxy = proxy(SshKeygen.line(hostKey))) {
            Ran ran = proxy.ssh("in".getBytes(), "127.0.0.1", "cat; echo err >&2; exit 9");
            assertThat(ran.out()).as(ran.err()).isEqualTo("in");
            assertThat(ran.err()).contains("err\n");
            assertThat(ran.exit()).isEqualTo(9);

            byte[] data = new byte[2_000_000];
            new java.util.Random(1).nextBytes(data);
            Path source = Files.write(node.directory.resolve("source"), data);
            List<String> line = new ArrayList<>(List.of("scp"));
            line.addAll(proxy.options());
            line.addAll(
                    List.of("-o", "User=" + node.login, source.toString(), "127.0.0.1:" + node.directory + "/copied"));
            Ran copied = Ran.of(line, new byte[0]);
            assertThat(copied.exit()).as(copied.err()).isZero();
            assertThat(node.directory.resolve("copied")).hasBinaryContent(data);

            List<String> options = new ArrayList<>(proxy.options());
            options.addAll(List.of("-l", node.login));
            try (Terminal terminal = new Terminal(options, "127.0.0.1")) {
                terminal.type("echo \"on $(tty)\"; exit 4\n").await("on /dev/pts/");
                assertThat(terminal.ended()).isEqualTo(4);
            }
        }
    }

    @Test
    void aHostKeyThatIsNotEnrolledIsRefusedWithWhatToDo() throws Exception {
        try (ProxyFixture proxy = proxy(SshKeygen.line(node.keygen.key("another")))) {
            Ran ran = proxy.ssh(new byte[0], "127.0.0.1", "true");

            assertThat(ran.exit()).isEqualTo(254);
            assertThat(ran.err())
                    .contains("proxy web1: the sshd of web1 cannot prove what it is")
                    .contains("is not the enrolled one")
                    .contains("enter its new host key");
            assertThat(proxy.failures).hasSize(1);
        }
    }

    @Test
    void anSshdThatDoesNotTrustTheAuthorityIsToldHowTo() throws Exception {
        sshd.destroy();
        sshd.waitFor();
        sshd = run(node.userCa);
        try (ProxyFixture proxy = proxy(SshKeygen.line(hostKey))) {
            Ran ran = proxy.ssh(new byte[0], "127.0.0.1", "true");

            assertThat(ran.exit()).isEqualTo(254);
            assertThat(ran.err())
                    .contains("proxy web1: the sshd of web1 refused the certificate for login " + node.login)
                    .contains("add the openssh CA");
        }
    }

    @Test
    void anSshdThatIsNotThereIsTold() throws Exception {
        sshd.destroy();
        sshd.waitFor();
        try (ProxyFixture proxy = proxy(SshKeygen.line(hostKey))) {
            Ran ran = proxy.ssh(new byte[0], "127.0.0.1", "true");

            assertThat(ran.exit()).isEqualTo(254);
            assertThat(ran.err())
                    .contains("proxy web1: the sshd of web1 does not answer at 127.0.0.1")
                    .contains("start sshd there");
        }
    }

    @Test
    void aConnectionThatIsLostIsTold() throws Exception {
        try (ProxyFixture proxy = proxy(SshKeygen.line(hostKey))) {
            Ran ran = proxy.ssh(new byte[0], "127.0.0.1", "kill -9 $PPID; sleep 30");

            assertThat(ran.exit()).isEqualTo(255);
            assertThat(ran.err()).contains("proxy web1: the connection to the sshd of web1 was lost");
        }
    }

    private final class Server implements Destination {
        private final HostKeyRule hostKeys;

        Server(HostKeyRule hostKeys) {
            this.hostKeys = hostKeys;
        }

        @Override
        public Wording wording() {
            return new Wording(
                    "sshd of web1", "127.0.0.1", "start sshd there", "enter its new host key", "add the openssh CA");
        }

        @Override
        public HostKeyRule hostKeys() {
            return hostKeys;
        }

        @Override
        public String certificate(Visitor visitor, PublicKey key) {
            Path file = ProxyFixture.file(node.directory, key);
            return ProxyFixture.text(node.keygen.sign(
                    openssh, file, "-I", visitor.identity().user(), "-n", visitor.login(), "-V", "-1m:+2m"));
        }

        @Override
        public ClientSession connect(UpstreamClient client, Attempt attempt) throws IOException {
            return client.connect(new InetSocketAddress("127.0.0.1", port), attempt);
        }

        @Override
        public void failed(Visitor visitor, SallyportException why) {
            throw new AssertionError(why);
        }
    }
}
