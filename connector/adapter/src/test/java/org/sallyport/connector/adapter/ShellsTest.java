package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.sallyport.connector.adapter.RunningProxy.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.security.KeyPair;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.shell.ProcessShellFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.session.LiveSession;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.ProxySessions.Course;
import org.sallyport.core.connector.ProxySessions.NodeKeys;
import org.sallyport.core.connector.Shell;
import org.sallyport.core.connector.ShellReceiver;
import org.sallyport.core.connector.ShellRequest;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.X25519Kem;

/** Shells that this server opens for its users, at a node whose SSH ends at this proxy. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ShellsTest {
    private static final Caller.User JO = new Caller.User("jo", List.of("access"), Map.of(), "127.0.0.1");
    private static final DialTarget NODE = new DialTarget(ServiceType.SSH, "node");

    private final String hostId = UUID.randomUUID().toString();
    private final KeyPair serverKey = SshKeys.generate();
    private final Terminal terminal = new Terminal();
    private RunningProxy proxy;
    private SshServer server;

    /** What a browser's terminal would have. */
    private static final class Terminal implements ShellReceiver {
        private final CompletableFuture<Shell> shell = new CompletableFuture<>();
        private final CompletableFuture<End> end = new CompletableFuture<>();
        private final ByteArrayOutputStream shown = new ByteArrayOutputStream();
        private volatile boolean reading = true;

        @Override
        public void opened(Shell opened) {
            shell.complete(opened);
        }

        @Override
        public void refused(SallyportException why) {
            shell.completeExceptionally(why);
        }

        @Override
        public synchronized void output(byte[] bytes) {
            shown.writeBytes(bytes);
            if (reading) {
                shell.join().taken(bytes.length);
            }
        }

        @Override
        public void ended(End ended) {
            end.complete(ended);
        }

        synchronized String text() {
            return shown.toString(StandardCharsets.UTF_8);
        }

        synchronized int size() {
            return shown.size();
        }
    }

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
        proxy.listener.recordingKey = Optional.of(
                new RecordingKey("0123456789abcdef", X25519Kem.generate().publicKey()));
        proxy.listener.nodeKeys = node -> keys(proxy.cluster.hostCa);
        proxy.listener.certificates = login -> certificate(login.login(), login.key());
        server = SshServer.setUpDefaultServer();
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(serverKey));
        server.setPublickeyAuthenticator((user, key, session) -> key instanceof OpenSshCertificate);
        server.setShellFactory(new ProcessShellFactory("sh", "sh"));
        server.start();
        proxy.listener.course =
                new Course.ToServer("127.0.0.1", server.getPort(), List.of(SshKeys.line(serverKey.getPublic())));
    }

    @AfterEach
    void stop() throws Exception {
        server.close(true);
        proxy.close();
    }

    private NodeKeys keys(KeyPair authority) {
        KeyPair pair = SshKeys.generate();
        OpenSshCertificate certificate = proxy.cluster
                .draft(OpenSshCertificateBuilder.hostCertificate(), pair)
                .id("node")
                .principals(List.of(hostId, "node"))
                .build(authority);
        return new NodeKeys(
                SshKeys.line(certificate),
                SshKeys.privatePem(pair),
                Instant.now().plus(Duration.ofHours(24)));
    }

    private String certificate(String login, PublicKey key) {
        return SshKeys.line(proxy.cluster
                .draft(OpenSshCertificateBuilder.userCertificate(), new KeyPair(key, null))
                .id("jo")
                .principals(List.of(login))
                .extension("permit-pty", "")
                .extension(CertificateNames.ROLES, "[\"access\"]")
                .build(proxy.cluster.userCa));
    }

    private void open(UnaryOperator<String> certificates) {
        proxy.endpoint.shells().open(JO, NODE, new ShellRequest("root", "xterm", 80, 24, certificates), terminal);
    }

    private Shell opened() throws Exception {
        open(key -> certificate("root", SshKeys.parsePublic(key)));
        return terminal.shell.get(60, TimeUnit.SECONDS);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private List<String> told() {
        return proxy.listener.proxyEvents.stream().map(AuditEvent::event).toList();
    }

    @Test
    void whatIsTypedReachesTheShellAndItsEndIsTold() throws Exception {
        Shell shell = opened();
        assertThat(shell.hostId()).isEqualTo(hostId);
        shell.resize(100, 40);

        shell.input(bytes("echo one$((1+1))three\n")).toCompletableFuture().get(30, TimeUnit.SECONDS);
        await("its output is here", () -> terminal.text().contains("one2three"));
        var unused = shell.input(bytes("exit 7\n"));

        assertThat(terminal.end.get(30, TimeUnit.SECONDS).status()).hasValue(7);
        await("its end is told", () -> told().contains("session.end"));
        assertThat(told()).startsWith("session.start").endsWith("session.end");
        await("its recording is stored", () -> proxy.listener.proxySegments.stream()
                .anyMatch(segment -> segment.upload().last()));
        assertThat(proxy.listener.dials).hasSize(1);
        await("nothing is left open", () -> proxy.endpoint.relays().open() == 0);
    }

    @Test
    void aCommandRunsOnATerminalInPlaceOfAShell() throws Exception {
        server.setCommandFactory(
                (channel, command) -> new ProcessShellFactory(command, "sh", "-c", command).createShell(channel));
        proxy.endpoint
                .shells()
                .open(
                        JO,
                        NODE,
                        new ShellRequest(
                                "root",
                                "xterm",
                                80,
                                24,
                                Optional.of("echo it-$((1+1))-runs; exit 3"),
                                key -> certificate("root", SshKeys.parsePublic(key))),
                        terminal);

        assertThat(terminal.end.get(60, TimeUnit.SECONDS).status()).hasValue(3);
        assertThat(terminal.text()).contains("it-2-runs");
        assertThat(proxy.listener.proxyEvents)
                .anySatisfy(event -> assertThat(event.fields()).containsValue("echo it-$((1+1))-runs; exit 3"));
    }

    @Test
    void aSessionIsJoinedAsSshDoes() throws Exception {
        Shell shell = opened();
        await("it is told of", () -> told().contains("session.start"));
        String session = proxy.listener.proxyEvents.stream()
                .filter(event -> event.event().equals("session.start"))
                .map(AuditEvent::sessionId)
                .findFirst()
                .orElseThrow();
        Terminal viewer = new Terminal();
        proxy.endpoint
                .shells()
                .open(
                        JO,
                        NODE,
                        new ShellRequest(
                                LiveSession.JOIN_LOGIN,
                                "xterm",
                                80,
                                24,
                                Optional.of("join " + session + " observer"),
                                key -> certificate(LiveSession.JOIN_LOGIN, SshKeys.parsePublic(key))),
                        viewer);
        Shell joined = viewer.shell.get(60, TimeUnit.SECONDS);
        await("he is in it", () -> told().contains("session.join"));
        await("he is greeted", () -> viewer.text().contains("as observer; Ctrl-C leaves"));

        shell.input(bytes("echo one$((1+1))three\n")).toCompletableFuture().get(30, TimeUnit.SECONDS);
        await("he sees it", () -> viewer.text().contains("one2three"));
        var unused = joined.input(new byte[] {3});

        assertThat(viewer.end.get(30, TimeUnit.SECONDS).status()).hasValue(0);
        shell.close();
    }

    @Test
    void aReaderThatStandsStillHoldsTheShellBack() throws Exception {
        Shell shell = opened();
        terminal.reading = false;
        var unused = shell.input(bytes("head -c 4000000 /dev/zero | tr '\\0' x; echo done\n"));

        await("the window is used up", () -> terminal.size() == ShellReceiver.WINDOW);
        terminal.reading = true;
        shell.taken(ShellReceiver.WINDOW);

        await(
                "all of it is here",
                () -> terminal.size() > 4_000_000 && terminal.text().endsWith("done\n"));
        shell.close();
        assertThat(terminal.end.get(30, TimeUnit.SECONDS).status()).isEmpty();
        await("nothing is left open", () -> proxy.endpoint.relays().open() == 0);
    }

    @Test
    void aCertificateThatIsNotGivenOpensNothing() {
        open(key -> {
            throw new SallyportException(ErrorCode.MFA_REQUIRED, "Auth Service: show a device; then try again");
        });

        assertThat(refusal().code()).isEqualTo(ErrorCode.MFA_REQUIRED);
        assertThat(proxy.listener.dials).isEmpty();
    }

    @Test
    void aNodeThatCannotProveWhatItIsIsNotLoggedInTo() {
        KeyPair stranger = SshKeys.generate();
        proxy.listener.nodeKeys = node -> keys(stranger);
        open(key -> certificate("root", SshKeys.parsePublic(key)));

        SallyportException refusal = refusal();
        assertThat(refusal.code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
        assertThat(refusal.userMessage()).startsWith("Proxy Service: ").contains("cannot prove what it is");
        assertThat(told()).doesNotContain("session.start");
    }

    @Test
    void aLoginThatTheNodeRefusesSaysWhy() {
        proxy.listener.knowledge.roles = List.of();
        open(key -> certificate("root", SshKeys.parsePublic(key)));

        assertThat(refusal().code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        await("the node tells of it", () -> told().contains("session.login.refused"));
    }

    private SallyportException refusal() {
        Throwable failure = catchThrowable(() -> terminal.shell.get(60, TimeUnit.SECONDS));
        assertThat(failure).hasCauseInstanceOf(SallyportException.class);
        return (SallyportException) failure.getCause();
    }
}
