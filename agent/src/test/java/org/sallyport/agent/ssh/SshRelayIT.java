package org.sallyport.agent.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionJoin;
import org.sallyport.api.session.SessionMode;
import org.sallyport.session.live.SessionBook;

/** SSH that ends at a proxy and goes on to the node's agent, by the stock clients. */
final class SshRelayIT {
    private static final Duration SOON = Duration.ofSeconds(20);
    private static SshFixture node;
    private static ProxyFixture proxy;
    private static byte[] data;

    @BeforeAll
    static void start() throws Exception {
        node = new SshFixture(System.getProperty("user.name"), List.of());
        proxy = ProxyFixture.ofAgent(node);
        data = new byte[3_000_000];
        new Random(5).nextBytes(data);
        Files.write(node.directory.resolve("source"), data);
    }

    @AfterAll
    static void stop() throws Exception {
        proxy.close();
        node.close();
    }

    @BeforeEach
    void forget() {
        proxy.events.clear();
        proxy.failures.clear();
        node.events.clear();
    }

    private static Ran ssh(String... arguments) {
        return proxy.ssh(new byte[0], arguments);
    }

    private static Ran client(String program, String... arguments) {
        List<String> line = new ArrayList<>(List.of(program));
        line.addAll(proxy.options());
        line.add("-o");
        line.add("User=" + node.login);
        line.addAll(List.of(arguments));
        return Ran.of(line, new byte[0]);
    }

    @Test
    void outputErrorsAndExitCodesComeThroughApart() {
        Ran ran = ssh("127.0.0.1", "echo out; echo err >&2; exit 7");

        assertThat(ran.exit()).as(ran.err()).isEqualTo(7);
        assertThat(ran.out()).isEqualTo("out\n");
        assertThat(ran.err()).contains("err\n");
    }

    @Test
    void aSignalIsToldAsOne() {
        Ran ran = ssh("127.0.0.1", "kill -TERM $$");

        assertThat(ran.exit()).isEqualTo(143);
    }

    @Test
    void inputAndItsEndComeThroughByteExact() {
        Ran ran = proxy.ssh(data, "127.0.0.1", "cat");

        assertThat(ran.exit()).as(ran.err()).isZero();
        assertThat(ran.bytes()).isEqualTo(data);
    }

    @Test
    void bothEndsTellOfItAndTheAgentRecordsAndShowsNothing() {
        Ran ran = ssh("127.0.0.1", "echo here");

        assertThat(ran.out()).isEqualTo("here\n");
        Await.until(
                SOON,
                () -> proxy.lastEvent("session.end").isPresent()
                        && node.lastEvent("session.end").isPresent());
        AuditEvent started = proxy.lastEvent("session.start").orElseThrow();
        assertThat(started.fields())
                .containsEntry("recording", RecordingMode.PROXY.wireName())
                .doesNotContainKey("proxied");
        assertThat(node.lastEvent("session.start").orElseThrow().fields())
                .containsEntry("recording", RecordingMode.OFF.wireName())
                .containsEntry("proxied", "true");
        assertThat(node.service.sessions().live()).isEmpty();
    }

    @Test
    void aTerminalHasItsSizeAndFollowsIt() throws Exception {
        List<String> options = new ArrayList<>(proxy.options());
        options.addAll(List.of("-l", node.login));
        try (Terminal terminal = new Terminal(options, "127.0.0.1")) {
            terminal.type("stty -echo; stty size; tty; echo \"in $((40 + 2))\"\n")
                    .await("in 42")
                    .await("/dev/pts/");
            assertThat(proxy.service.sessions().live()).hasSize(1);
            assertThat(node.service.sessions().live()).isEmpty();
            terminal.type("exit 3\n");
            assertThat(terminal.ended()).isEqualTo(3);
        }
    }

    @Test
    void filesAreCopiedByteExact() throws IOException {
        Path source = node.directory.resolve("source");
        Path here = Files.createTempDirectory("relayed");

        Ran sftp = client("scp", source.toString(), "127.0.0.1:" + here.resolve("sftp"));
        Ran scp = client("scp", "-O", "127.0.0.1:" + source, here.resolve("scp").toString());

        assertThat(sftp.exit()).as(sftp.err()).isZero();
        assertThat(scp.exit()).as(scp.err()).isZero();
        assertThat(here.resolve("sftp")).hasBinaryContent(data);
        assertThat(here.resolve("scp")).hasBinaryContent(data);
    }

    @Test
    void connectionsGoOnFromTheNode() throws Exception {
        try (ServerSocket target = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> answer(target));
            Ran ran = proxy.ssh(
                    "ping".getBytes(StandardCharsets.US_ASCII),
                    "-W",
                    "localhost:" + target.getLocalPort(),
                    "127.0.0.1");

            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.out()).isEqualTo("pong to ping");
        }
    }

    private static void answer(ServerSocket target) {
        try (Socket socket = target.accept()) {
            String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            socket.getOutputStream().write(("pong to " + said).getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void portsOfTheNodeAreForwardedToTheClient() throws Exception {
        try (ServerSocket target = new ServerSocket(0);
                ServerSocket free = new ServerSocket(0)) {
            int port = free.getLocalPort();
            free.close();
            Thread.ofVirtual().start(() -> answer(target));
            Ran ran = ssh(
                    "-o",
                    "ExitOnForwardFailure=yes",
                    "-R",
                    "localhost:" + port + ":localhost:" + target.getLocalPort(),
                    "127.0.0.1",
                    "bash -c 'exec 3<>/dev/tcp/127.0.0.1/" + port
                            + "; printf ping >&3; python3 -c \"import socket; socket.socket(fileno=3).shutdown(1)\"; cat <&3'");

            assertThat(ran.exit()).as(ran.err()).isZero();
            assertThat(ran.out()).isEqualTo("pong to ping");
        }
    }

    @Test
    void whoWaitsForConnectionsAtTheNodeIsToldThatItIsGone() throws Exception {
        try (SshFixture other = new SshFixture(System.getProperty("user.name"), List.of());
                ProxyFixture before = ProxyFixture.ofAgent(other);
                ServerSocket free = new ServerSocket(0)) {
            int port = free.getLocalPort();
            free.close();
            List<String> line = new ArrayList<>(List.of("ssh", "-v", "-N", "-l", other.login));
            line.addAll(before.options());
            line.addAll(List.of("-R", "localhost:" + port + ":localhost:9", "127.0.0.1"));
            Process waits = new ProcessBuilder(line).start();
            try (BufferedReader told = waits.errorReader()) {
                assertThat(told.lines().anyMatch(each -> each.contains("remote forward success")))
                        .isTrue();

                other.service.close();

                assertThat(told.lines().toList())
                        .anyMatch(each -> each.contains("agent of web1 was lost, and with it the ports"));
                assertThat(waits.waitFor()).isEqualTo(255);
            } finally {
                waits.destroy();
            }
        }
    }

    @Test
    void theClientsAgentIsThere() throws Exception {
        Path socket = node.directory.resolve("agent.sock");
        Process agent = new ProcessBuilder("ssh-agent", "-D", "-a", socket.toString()).start();
        try {
            Await.until(SOON, () -> Files.exists(socket));
            List<String> line = new ArrayList<>(List.of("env", "SSH_AUTH_SOCK=" + socket, "ssh", "-A"));
            line.addAll(proxy.options());
            line.addAll(List.of("-l", node.login, "127.0.0.1", "ssh-add -l; echo $?"));
            Ran ran = Ran.of(line, new byte[0]);

            assertThat(ran.out()).as(ran.err()).contains("The agent has no identities");
            assertThat(proxy.lastEvent("session.agent_forward")).isPresent();
        } finally {
            agent.destroy();
        }
    }

    private static Terminal terminal(List<String> options, String login, String... command) throws IOException {
        List<String> all = new ArrayList<>(options);
        all.addAll(List.of("-l", login, "127.0.0.1"));
        return new Terminal(all, command);
    }

    private static String only(SessionBook book) {
        Await.until(SOON, () -> book.live().size() == 1);
        return book.live().getFirst().id();
    }

    @Test
    void sessionsAreJoinedThroughTheProxyWhereverTheyEnd() throws Exception {
        node.moreRoles = List.of(Resource.of(
                Metadata.named("joiner"),
                new RoleSpec(
                        RoleOptions.DEFAULTS,
                        new RoleConditions(
                                List.of(),
                                Map.of(),
                                "",
                                List.of(),
                                List.of(new SessionJoin("", List.of("forward"), null, List.of(SessionMode.OBSERVER))),
                                List.of()),
                        RoleConditions.NONE)));
        node.certify(node.userKey, "forward\",\"joiner", node.login);
        try (Terminal here = terminal(proxy.options(), node.login);
                Terminal there = terminal(node.options(node.userKey), node.login)) {
            String atProxy = only(proxy.service.sessions());
            String atAgent = only(node.service.sessions());
            try (Terminal first = terminal(proxy.options(), "sallyport:join", "join", atProxy, "observer");
                    Terminal second = terminal(proxy.options(), "sallyport:join", "join", atAgent, "observer")) {
                first.await("proxy web1: you are in the session of alice");
                second.await("agent web1: you are in the session of alice");
                here.type("echo \"here $((1 + 1))\"\n");
                there.type("echo \"there $((1 + 2))\"\n");
                first.await("here 2");
                second.await("there 3");
            }
        } finally {
            node.certify(node.userKey, "forward", node.login);
        }
    }

    @Test
    void aLoginOfAnotherUserIsRefusedAndToldOnce() {
        Path key = node.keygen.key("mallory");
        node.keygen.sign(
                node.userCa,
                key,
                "-I",
                "mallory",
                "-n",
                node.login,
                "-z",
                "5",
                "-V",
                "-5m:+1h",
                "-O",
                "extension:roles@sallyport.org=[\"forward\"]",
                "-O",
                "extension:traits@sallyport.org={}",
                "-O",
                "extension:login-ip@sallyport.org=192.0.2.7",
                "-O",
                "extension:cluster@sallyport.org=" + node.clusterId);
        List<String> line = new ArrayList<>(List.of("ssh"));
        line.addAll(node.options(key, proxy.acceptor.port()));
        line.addAll(List.of("-l", node.login, "127.0.0.1", "true"));

        Ran ran = Ran.of(line, new byte[0]);

        assertThat(ran.exit()).isEqualTo(255);
        assertThat(ran.err()).contains("proxy web1: access denied: the connection to the proxy is of user alice");
        assertThat(proxy.events.stream().filter(event -> event.event().equals("session.login.refused")))
                .hasSize(1);
        assertThat(node.events).isEmpty();
    }

    @Test
    void whatTheAgentRefusesIsReadOnTheTerminal() {
        List<String> line = new ArrayList<>(List.of("ssh"));
        node.certify(node.userKey, "forward", node.login + ",no-such-account");
        line.addAll(proxy.options());
        line.addAll(List.of("-l", "no-such-account", "127.0.0.1", "true"));

        Ran ran = Ran.of(line, new byte[0]);

        assertThat(ran.exit()).isEqualTo(254);
        assertThat(ran.err())
                .contains("proxy web1: the agent of web1 refused the certificate for login no-such-account")
                .contains("there is no account \"no-such-account\"");
        assertThat(proxy.failures).hasSize(1);
        Await.until(SOON, () -> proxy.lastEvent("session.end").isPresent());
    }
}
