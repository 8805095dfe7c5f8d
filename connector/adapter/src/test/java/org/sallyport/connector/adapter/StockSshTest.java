package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.connector.adapter.RunningProxy.await;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellCommandFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.core.connector.DialStream;
import org.sallyport.core.keys.SshKeys;

/** What people have: the ssh of their system, with nothing but a key, its certificate and a line of known_hosts. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StockSshTest {
    private record Result(int exitCode, String out, String err) {}

    @TempDir
    Path dir;

    private final String hostId = UUID.randomUUID().toString();
    private RunningProxy proxy;
    private SshServer inner;

    @BeforeEach
    void start() throws Exception {
        proxy = new RunningProxy();
        proxy.listener.nodes = Map.of("node", hostId, "dark", UUID.randomUUID().toString());
        proxy.peers.connect("agent:" + hostId, proxy.cluster.agent(hostId));
        await("tunnel up", () -> proxy.listener.tunnels.contains("up " + hostId));
        inner = innerServer();
        proxy.peers.services.put("node", this::toInner);
        writeIdentity(proxy.cluster.user("jo", "root"));
    }

    @AfterEach
    void stop() throws Exception {
        inner.close(true);
        proxy.close();
    }

    private SshServer innerServer() throws IOException {
        SshServer server = SshServer.setUpDefaultServer();
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(SshKeys.generate()));
        server.setPublickeyAuthenticator((user, key, session) -> key instanceof OpenSshCertificate);
        server.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
        server.start();
        return server;
    }

    private void toInner(DialStream stream) {
        try (Socket socket = new Socket("127.0.0.1", inner.getPort())) {
            Future<?> up = proxy.peers.threads().submit(() -> {
                stream.input().transferTo(socket.getOutputStream());
                socket.shutdownOutput();
                return null;
            });
            socket.getInputStream().transferTo(stream.output());
            stream.output().close();
            up.get(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            stream.close();
        }
    }

    private void writeIdentity(TestCluster.Identity identity) throws IOException {
        Path key = Files.createFile(
                dir.resolve("id"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, SshKeys.privatePem(identity.pair()).reveal());
        Files.writeString(dir.resolve("id-cert.pub"), SshKeys.line(identity.certificate()) + "\n");
        Files.writeString(
                dir.resolve("known_hosts"),
                "@cert-authority * " + SshKeys.line(proxy.cluster.hostCa.getPublic()) + "\n");
        Files.writeString(
                dir.resolve("config"), """
                Host proxy
                  HostName 127.0.0.1
                  Port %d
                  StrictHostKeyChecking yes
                Host node dark nowhere
                  ProxyJump anybody@proxy
                  StrictHostKeyChecking no
                Host *
                  IdentityFile %s
                  IdentitiesOnly yes
                  UserKnownHostsFile %s
                  GlobalKnownHostsFile /dev/null
                  BatchMode yes
                """.formatted(proxy.endpoint.sshPort(), key, dir.resolve("known_hosts")));
    }

    private Result ssh(byte[] stdin, String... arguments) throws Exception {
        List<String> command =
                new ArrayList<>(List.of("ssh", "-F", dir.resolve("config").toString()));
        command.addAll(List.of(arguments));
        Path errors = dir.resolve("stderr");
        Process process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        Future<?> writing = proxy.peers.threads().submit(() -> {
            try (OutputStream out = process.getOutputStream()) {
                out.write(stdin);
            }
            return null;
        });
        String out;
        try (InputStream in = process.getInputStream()) {
            out = new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        writing.get(20, TimeUnit.SECONDS);
        return new Result(process.exitValue(), out, Files.readString(errors));
    }

    @Test
    void jumpRunsACommandAndPassesItsExitCodeOn() throws Exception {
        Result result = ssh(new byte[0], "root@node", "echo reached; exit 7");
        assertThat(result.out()).as(result.err()).isEqualTo("reached\n");
        assertThat(result.exitCode()).isEqualTo(7);
    }

    @Test
    void stdioForwardingCarriesBytesBothWaysAndTheEndOfInput() throws Exception {
        byte[] bytes = new byte[3_000_001];
        new Random(5).nextBytes(bytes);
        proxy.peers.services.put("node", stream -> {
            try {
                stream.input().transferTo(stream.output());
                stream.output().close();
            } catch (IOException e) {
                stream.close();
            }
        });
        Result result = ssh(bytes, "-W", "node:22", "proxy");
        assertThat(result.out().getBytes(StandardCharsets.ISO_8859_1)).isEqualTo(bytes);
    }

    @Test
    void sessionAtTheProxySaysHowToGoOn() throws Exception {
        Result shell = ssh(new byte[0], "proxy");
        assertThat(shell.exitCode()).isEqualTo(1);
        assertThat(shell.out()).isEmpty();
        assertThat(shell.err()).contains("This is the Sallyport proxy").contains("ssh -J");
        assertThat(ssh(new byte[0], "proxy", "id").exitCode()).isEqualTo(1);
    }

    @Test
    void failuresTellTheReason() throws Exception {
        assertThat(ssh(new byte[0], "root@nowhere", "id").err()).contains("no node 'nowhere' that you may see");
        assertThat(ssh(new byte[0], "root@dark", "id").err())
                .contains("the agent of 'dark' is not connected, last seen");
    }

    @Test
    void bareKeyIsToldWhatIsMissing() throws Exception {
        Files.delete(dir.resolve("id-cert.pub"));
        Result result = ssh(new byte[0], "proxy");
        assertThat(result.exitCode()).isEqualTo(255);
        assertThat(result.err()).contains("proxy: a bare key is not accepted").contains("(publickey)");
    }

    @Test
    void otherForwardingIsRefused() throws Exception {
        Result result = ssh(new byte[0], "-o", "ExitOnForwardFailure=yes", "-N", "-R", "0:localhost:1", "proxy");
        assertThat(result.exitCode()).isEqualTo(255);
    }
}
