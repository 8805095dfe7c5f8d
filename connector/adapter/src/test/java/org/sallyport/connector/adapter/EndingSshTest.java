package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.connector.adapter.RunningProxy.await;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
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
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.recording.RecordingMode;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.core.connector.DialStream;
import org.sallyport.core.connector.ProxySessions.Course;
import org.sallyport.core.connector.ProxySessions.NodeKeys;
import org.sallyport.core.connector.ProxySessions.ProxyLogin;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.X25519Kem;

/** Stock ssh to nodes whose SSH ends at this proxy. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndingSshTest {
    private record Result(int exitCode, String out, String err) {}

    @TempDir
    Path dir;

    private final String hostId = UUID.randomUUID().toString();
    private final KeyPair serverKey = SshKeys.generate();
    private RunningProxy proxy;
    private SshServer server;

    @BeforeEach
    void start() throws Exception {
        proxy = new RunningProxy();
        proxy.listener.nodes = Map.of("node", hostId);
        proxy.listener.knowledge.roles = List.of(Resource.of(
                Metadata.named("access"),
                new RoleSpec(
                        RoleOptions.DEFAULTS,
                        new RoleConditions(List.of("root"), Map.of("*", List.of("*")), List.of()),
                        RoleConditions.NONE)));
        byte[] sealing = X25519Kem.generate().publicKey();
        proxy.listener.recordingKey = Optional.of(new RecordingKey("0123456789abcdef", sealing));
        proxy.listener.nodeKeys = node -> keys();
        proxy.listener.certificates = this::certificate;
        server = server();
        proxy.listener.course = new Course.ToServer("127.0.0.1", server.getPort(), List.of(line(serverKey)));
        writeIdentity(proxy.cluster.user("jo", "root"));
    }

    @AfterEach
    void stop() throws Exception {
        server.close(true);
        proxy.close();
    }

    private static String line(KeyPair pair) {
        return SshKeys.line(pair.getPublic());
    }

    private OpenSshCertificate hostCertificate(KeyPair pair) {
        return proxy.cluster
                .draft(OpenSshCertificateBuilder.hostCertificate(), pair)
                .id("node")
                .principals(List.of(hostId, "node"))
                .build(proxy.cluster.hostCa);
    }

    private NodeKeys keys() {
        KeyPair pair = SshKeys.generate();
        return new NodeKeys(
                SshKeys.line(hostCertificate(pair)),
                SshKeys.privatePem(pair),
                Instant.now().plus(Duration.ofHours(24)));
    }

    private String certificate(ProxyLogin login) {
        return SshKeys.line(proxy.cluster
                .draft(OpenSshCertificateBuilder.userCertificate(), new KeyPair(login.key(), null))
                .id(login.user().user())
                .principals(List.of(login.login()))
                .extension(CertificateNames.ROLES, "[\"access\"]")
                .build(proxy.cluster.userCa));
    }

    private SshServer server() throws IOException {
        SshServer made = SshServer.setUpDefaultServer();
        made.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        made.setHost("127.0.0.1");
        made.setKeyPairProvider(KeyPairProvider.wrap(serverKey));
        made.setHostKeyCertificateProvider(session -> List.of(hostCertificate(serverKey)));
        made.setPublickeyAuthenticator((user, key, session) -> key instanceof OpenSshCertificate);
        made.setCommandFactory(ProcessShellCommandFactory.INSTANCE);
        made.start();
        return made;
    }

    private void writeIdentity(TestCluster.Identity identity) throws IOException {
        Path key = Files.createFile(
                dir.resolve("id"), PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(key, SshKeys.privatePem(identity.pair()).reveal());
        Files.writeString(dir.resolve("id-cert.pub"), SshKeys.line(identity.certificate()) + "\n");
        Files.writeString(dir.resolve("known_hosts"), "@cert-authority * " + line(proxy.cluster.hostCa) + "\n");
        Files.writeString(
                dir.resolve("config"), """
                Host proxy
                  HostName 127.0.0.1
                  Port %d
                Host node
                  ProxyJump anybody@proxy
                Host *
                  StrictHostKeyChecking yes
                  IdentityFile %s
                  IdentitiesOnly yes
                  UserKnownHostsFile %s
                  GlobalKnownHostsFile /dev/null
                  BatchMode yes
                """.formatted(proxy.endpoint.sshPort(), key, dir.resolve("known_hosts")));
    }

    private Process start(String... arguments) throws IOException {
        List<String> command =
                new ArrayList<>(List.of("ssh", "-F", dir.resolve("config").toString()));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectError(dir.resolve("stderr").toFile())
                .redirectInput(Path.of("/dev/null").toFile())
                .start();
    }

    private Result ssh(String... arguments) throws Exception {
        Process process = start(arguments);
        String out = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Result(process.exitValue(), out, Files.readString(dir.resolve("stderr")));
    }

    private List<String> told() {
        return proxy.listener.proxyEvents.stream().map(AuditEvent::event).toList();
    }

    private void works() throws Exception {
        Result result = ssh("root@node", "echo out; echo err >&2; exit 7");

        assertThat(result.out()).as(result.err()).isEqualTo("out\n");
        assertThat(result.err()).contains("err\n");
        assertThat(result.exitCode()).isEqualTo(7);
        await("its end is told", () -> told().contains("session.end"));
        assertThat(told()).containsExactly("session.start", "session.exec", "session.end");
        await("its recording is stored", () -> proxy.listener.proxySegments.stream()
                .anyMatch(segment -> segment.upload().last()));
        assertThat(proxy.listener.proxySegments.getFirst().info().mode()).isEqualTo(RecordingMode.PROXY);
        assertThat(proxy.listener.proxyLogins).hasSize(1);
        assertThat(proxy.listener.dials).hasSize(1);
        assertThat(proxy.listener.dials.getFirst().hostId()).isEqualTo(hostId);
        await("nothing is left open", () -> proxy.endpoint.relays().open() == 0);
    }

    @Test
    void aCommandGoesOnToAnSshd() throws Exception {
        works();
    }

    @Test
    void aCommandGoesOnToAnAgent() throws Exception {
        proxy.listener.course = new Course.ToAgent();
        proxy.peers.connect("agent:" + hostId, proxy.cluster.agent(hostId));
        await("tunnel up", () -> proxy.listener.tunnels.contains("up " + hostId));
        proxy.peers.services.put("node", this::toServer);
        works();
    }

    private void toServer(DialStream stream) {
        try (Socket socket = new Socket("127.0.0.1", server.getPort())) {
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

    @Test
    void anAgentThatIsNotThereIsToldAtTheDial() throws Exception {
        proxy.listener.course = new Course.ToAgent();

        Result result = ssh("root@node", "true");

        assertThat(result.exitCode()).isEqualTo(255);
        assertThat(result.err()).contains("the agent of 'node' is not connected");
    }

    @Test
    void nobodyGetsThroughWithoutATrace() throws Exception {
        Process first = start("-o", "ControlMaster=yes", "-o", "ControlPath=" + dir.resolve("mux"), "-N", "root@node");
        try {
            await("connected", () -> Files.exists(dir.resolve("mux")));
            proxy.listener.storeAway = true;
            Result result = ssh("-o", "ControlPath=" + dir.resolve("mux"), "root@node", "echo through");

            assertThat(result.out()).isEmpty();
            assertThat(result.exitCode()).isEqualTo(254);
            assertThat(result.err()).contains("proxy node: ").contains("the store is away");
        } finally {
            first.destroy();
        }
    }

    @Test
    void aLoginThatRolesDoNotGiveIsRefusedAndToldOnce() throws Exception {
        Result result = ssh("daemon@node", "true");

        assertThat(result.exitCode()).isEqualTo(255);
        assertThat(result.err()).contains("proxy node: access denied");
        assertThat(told()).containsExactly("session.login.refused");
        assertThat(proxy.listener.proxyLogins).isEmpty();
    }

    @Test
    void whatTheAuthServiceRefusesIsReadAndTold() throws Exception {
        proxy.listener.certificates = login -> {
            throw new SallyportException(ErrorCode.ACCESS_DENIED, "access denied: not today; come tomorrow");
        };

        Result result = ssh("root@node", "true");

        assertThat(result.exitCode()).isEqualTo(254);
        assertThat(result.err()).contains("proxy node: access denied: not today; come tomorrow");
        assertThat(told()).contains("session.login.refused");
    }

    @Test
    void theEndOfASessionDoesNotWaitForTheStoreAndIsToldWhenItIsBack() throws Exception {
        Path go = dir.resolve("go");
        Process living = start("root@node", "echo begun; while [ ! -e " + go + " ]; do sleep 0.05; done; exit 3");
        assertThat(living.getInputStream().readNBytes(6)).asString().isEqualTo("begun\n");

        proxy.listener.storeAway = true;
        Files.createFile(go);

        assertThat(living.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(living.exitValue()).isEqualTo(3);
        assertThat(told()).doesNotContain("session.end");
        proxy.listener.storeAway = false;
        await("its end is told", () -> told().contains("session.end"));
    }

    @Test
    void aNameThatLeadsToTheProxyItselfIsRefusedAndAudited() throws Exception {
        proxy.listener.localServers = false;
        proxy.listener.course = new Course.ToServer("localhost", server.getPort(), List.of(line(serverKey)));

        Result result = ssh("root@node", "true");

        assertThat(result.exitCode()).isEqualTo(254);
        assertThat(result.err())
                .contains("proxy node: access denied: the node's address localhost is a loopback")
                .contains("sallyport.openssh.local=true");
        assertThat(told()).contains("session.login.refused");
        assertThat(server.getActiveSessions()).isEmpty();
    }

    @Test
    void aNameIsLookedUpForTheConnection() throws Exception {
        proxy.listener.course = new Course.ToServer("localhost", server.getPort(), List.of(line(serverKey)));
        works();
    }

    @Test
    void anOrderlyStopSendsTheEndsOfRecordings() throws Exception {
        Process living = start("root@node", "echo begun; sleep 60");
        assertThat(living.getInputStream().readNBytes(6)).asString().isEqualTo("begun\n");

        proxy.endpoint.close();

        assertThat(proxy.listener.proxySegments).as("the stop is over").anyMatch(segment -> segment.upload()
                .last());
        assertThat(told()).contains("session.end");
        assertThat(living.waitFor(60, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void aLockEndsWhatLives() throws Exception {
        Process living = start("root@node", "echo begun; sleep 60");
        assertThat(living.getInputStream().readNBytes(6)).asString().isEqualTo("begun\n");

        proxy.listener.knowledge.locks =
                List.of(Resource.of(Metadata.named("lock-1"), new LockSpec(LockTarget.ofUser("jo"), "go home")));
        proxy.listener.knowledge.changed();

        assertThat(living.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(Files.readString(dir.resolve("stderr"))).contains("go home");
        assertThat(told()).contains("lock.ended");
    }
}
