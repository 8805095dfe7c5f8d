package org.sallyport.tests.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.sallyport.tests.cluster.Await;
import org.sallyport.tests.cluster.Cluster;
import org.sallyport.tests.cluster.ClusterExtension;
import org.sallyport.tests.cluster.Command;
import org.sallyport.tests.cluster.OsAccount;
import org.sallyport.tests.cluster.Programs;
import org.sallyport.tests.cluster.UserSession;

/** -L, -R, -D and agent forwarding, where the role allows them and where it does not. */
@ExtendWith(ClusterExtension.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ForwardingIT {
    private static final String RESTRICTED = """
            kind: role
            version: v1
            metadata:
              name: no-extras
            spec:
              options:
                port_forwarding: false
                forward_agent: false
                ssh_file_copy: false
                permit_pty: false
              allow:
                logins: ['{{internal.logins}}']
                node_labels: {'*': ['*']}
            """;
    private Workplace at;
    private OsAccount account;
    private UserSession restricted;

    @BeforeAll
    void open(Cluster cluster) {
        at = Workplace.open(cluster, "sptfwd");
        account = OsAccount.create("sptnofwd");
        Path file = cluster.directory().resolve("no-extras.yaml");
        Programs.write(file, RESTRICTED);
        cluster.admin().cli("admin", "apply", "-f", file.toString()).run().succeeded();
        restricted = cluster.newUser("sptnofwd", "no-extras", account.name());
        restricted.login().succeeded();
    }

    @AfterAll
    void close() {
        at.close();
        account.close();
    }

    private String restrictedTarget() {
        return account.name() + "@" + Cluster.NODE + "." + Cluster.NAME;
    }

    /**
     * A one-line server on the agent's loopback, which nothing outside its namespace can reach; it listens when this
     * returns. It reads what it was sent before it closes: with bytes unread, a close is a reset, and a reset may
     * overtake the line.
     */
    private Process answering(String line, int port) {
        Path log = at.cluster().directory().resolve("answering-" + port + ".log");
        Process server = at.cluster()
                .network()
                .agent()
                .command("python3", "-u", "-c", """
                        import socket
                        s = socket.create_server(("127.0.0.1", %d))
                        print("listening")
                        while True:
                            c, _ = s.accept()
                            c.sendall(b"%s\\n")
                            c.shutdown(socket.SHUT_WR)
                            while c.recv(4096):
                                pass
                            c.close()
                        """.formatted(port, line))
                .start(log);
        Await.until(
                "the server listens",
                Duration.ofSeconds(30),
                () -> Programs.read(log).contains("listening"),
                () -> Programs.read(log));
        return server;
    }

    private Command.Result whileForwarding(UserSession user, String target, String options, String client) {
        // -O forward answers only once the forward stands, so nothing has to be waited for
        String script = """
                ssh -F %1$s -o BatchMode=yes -o ExitOnForwardFailure=yes %2$s -f -N -M -S %3$s %4$s || exit 41
                %5$s
                code=$?
                ssh -F %1$s -S %3$s -O exit %4$s 2>/dev/null
                exit $code
                """.formatted(
                user.sshConfig(), options, at.cluster().directory().resolve("mux-" + user.name()), target, client);
        return user.host().shell(script).within(Duration.ofSeconds(60)).run();
    }

    @Test
    void localForwardReachesWhatTheNodeReaches() {
        Process server = answering("from-the-node", 7801);
        try {
            Command.Result result = whileForwarding(
                    at.user(),
                    at.target(),
                    "-L 17801:127.0.0.1:7801",
                    "python3 -c 'import socket; print(socket"
                            + ".create_connection((\"127.0.0.1\",17801)).makefile().read(), end=\"\")'");
            assertThat(result.succeeded().out()).isEqualTo("from-the-node\n");
        } finally {
            server.destroy();
        }
        assertThat(at.cluster()
                        .awaitAudit(
                                "--event=session.port_forward",
                                "--user=" + at.user().name()))
                .isNotEmpty();
    }

    @Test
    void dynamicForwardSpeaksSocks() {
        Process server = answering("by-socks", 7802);
        try {
            Command.Result result = whileForwarding(
                    at.user(),
                    at.target(),
                    "-D 17802",
                    "curl -s --http0.9 --socks5-hostname 127.0.0.1:17802 http://127.0.0.1:7802/");
            assertThat(result.succeeded().out()).isEqualTo("by-socks\n");
        } finally {
            server.destroy();
        }
    }

    @Test
    void remoteForwardListensOnTheNode() {
        Command.Result result = whileForwarding(
                at.user(),
                at.target(),
                "-R 17803:127.0.0.1:17804",
                "python3 -c 'import socket; s=socket.create_server((\"127.0.0.1\",17804)); import subprocess; "
                        + "p=subprocess.Popen([\"ssh\",\"-F\",\"" + at.user().sshConfig() + "\",\"" + at.target()
                        + "\",\"python3 -c \\\"import socket; print(socket.create_connection((\\\\\\\"127.0.0.1\\\\\\\",17803))"
                        + ".makefile().read())\\\"\"]); c,_=s.accept(); c.sendall(b\"back here\"); c.close(); p.wait()'");
        assertThat(result.succeeded().out()).contains("back here");
    }

    @Test
    void agentForwardingGivesTheLoginASocketOfItsOwn() {
        String script = """
                eval "$(ssh-agent -s)" >/dev/null
                ssh-add -q %s
                ssh -F %s -o BatchMode=yes -o IdentitiesOnly=no -A %s 'ssh-add -l && stat -c %%U "$SSH_AUTH_SOCK"'
                code=$?
                kill $SSH_AGENT_PID
                exit $code
                """.formatted(
                        at.user().profile().resolve("id_ed25519"), at.user().sshConfig(), at.target());
        Command.Result result = at.user().host().shell(script).run().succeeded();
        assertThat(result.out()).contains("ED25519").endsWith(at.account().name() + "\n");
    }

    @Test
    void aRoleWithoutPortForwardingIsRefusedWithAReason() {
        Command.Result result =
                restricted.ssh("-W", "127.0.0.1:7801", restrictedTarget()).run();
        assertThat(result.exitCode()).isNotZero();
        assertThat(result.stderr()).contains("port forward", "permit-port-forwarding");
        assertThat(at.cluster()
                        .awaitAudit("--event=access.denied", "--user=sptnofwd")
                        .toString())
                .contains("port forward");
    }

    @Test
    void aRoleWithoutFileCopyHasNoSftp() {
        Command.Result result = restricted
                .host()
                .command("sftp", "-F", restricted.sshConfig().toString(), "-b", "/dev/null", restrictedTarget())
                .run();
        assertThat(result.exitCode()).isNotZero();
    }

    @Test
    void aRoleWithoutATerminalStillRunsCommands() {
        assertThat(restricted
                        .ssh("-T", restrictedTarget(), "echo plain")
                        .run()
                        .succeeded()
                        .out())
                .isEqualTo("plain\n");
        Command.Result result = restricted.ssh("-tt", restrictedTarget(), "tty").run();
        assertThat(result.exitCode()).isEqualTo(254);
        assertThat(result.out()).doesNotContain("/dev/pts");
        assertThat(result.stderr()).contains("access denied: terminal: ").contains("; ssh -T asks for none");
    }

    @Test
    void aRoleWithoutAgentForwardingGivesNoSocket() {
        String script = """
                eval "$(ssh-agent -s)" >/dev/null
                ssh -F %s -o BatchMode=yes -A %s 'echo "[$SSH_AUTH_SOCK]"'
                kill $SSH_AGENT_PID
                """.formatted(restricted.sshConfig(), restrictedTarget());
        assertThat(restricted.host().shell(script).run().out()).contains("[]");
    }
}
