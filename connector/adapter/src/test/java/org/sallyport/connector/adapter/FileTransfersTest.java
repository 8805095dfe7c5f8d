package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.connector.adapter.RunningProxy.await;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
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
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.core.caller.Caller;
import org.sallyport.core.connector.DialTarget;
import org.sallyport.core.connector.FilesReceiver;
import org.sallyport.core.connector.FilesRequest;
import org.sallyport.core.connector.NodeFiles;
import org.sallyport.core.connector.ProxySessions.Course;
import org.sallyport.core.connector.ProxySessions.NodeKeys;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.core.keys.X25519Kem;

/** Files that this server reads and writes for its users, at a node whose SSH ends at this proxy. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FileTransfersTest {
    private static final Caller.User JO = new Caller.User("jo", List.of("access"), Map.of(), "127.0.0.1");
    private static final DialTarget NODE = new DialTarget(ServiceType.SSH, "node");

    @TempDir
    Path home;

    private final String hostId = UUID.randomUUID().toString();
    private final KeyPair serverKey = SshKeys.generate();
    private RunningProxy proxy;
    private SshServer server;

    @BeforeEach
    void start() throws Exception {
        proxy = new RunningProxy();
        proxy.listener.nodes = Map.of("node", hostId);
        proxy.listener.recordingKey = Optional.of(
                new RecordingKey("0123456789abcdef", X25519Kem.generate().publicKey()));
        proxy.listener.nodeKeys = node -> hostKeys();
        proxy.listener.certificates = login -> certificate(login.login(), login.key());
        roles(RoleOptions.DEFAULTS);
        server = SshServer.setUpDefaultServer();
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(serverKey));
        server.setPublickeyAuthenticator((user, key, session) -> key instanceof OpenSshCertificate);
        server.setFileSystemFactory(new VirtualFileSystemFactory(home));
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.start();
        proxy.listener.course =
                new Course.ToServer("127.0.0.1", server.getPort(), List.of(SshKeys.line(serverKey.getPublic())));
    }

    @AfterEach
    void stop() throws Exception {
        server.close(true);
        proxy.close();
    }

    private void roles(RoleOptions options) {
        proxy.listener.knowledge.roles = List.of(Resource.of(
                Metadata.named("access"),
                new RoleSpec(
                        options,
                        new RoleConditions(List.of("root"), Map.of("*", List.of("*")), List.of()),
                        RoleConditions.NONE)));
    }

    private NodeKeys hostKeys() {
        KeyPair pair = SshKeys.generate();
        OpenSshCertificate certificate = proxy.cluster
                .draft(OpenSshCertificateBuilder.hostCertificate(), pair)
                .id("node")
                .principals(List.of(hostId, "node"))
                .build(proxy.cluster.hostCa);
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
                .extension(CertificateNames.ROLES, "[\"access\"]")
                .build(proxy.cluster.userCa));
    }

    /** What is done with the files, on the thread that has them. */
    private interface Work {
        String with(NodeFiles files);
    }

    private String done(UnaryOperator<String> certificates, Work work) throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        proxy.endpoint.fileTransfers().open(JO, NODE, new FilesRequest("root", certificates), new FilesReceiver() {
            @Override
            public void opened(NodeFiles files) {
                try {
                    outcome.complete(work.with(files));
                } catch (SallyportException e) {
                    outcome.complete(e.code() + " " + e.userMessage());
                }
            }

            @Override
            public void refused(SallyportException why) {
                outcome.complete(why.code() + " " + why.userMessage());
            }
        });
        return outcome.get(60, TimeUnit.SECONDS);
    }

    private String done(Work work) throws Exception {
        return done(key -> certificate("root", SshKeys.parsePublic(key)), work);
    }

    private static String read(NodeFiles files, String path) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        NodeFiles.Source source = files.read(path);
        for (Optional<byte[]> piece = source.next(); piece.isPresent(); piece = source.next()) {
            whole.writeBytes(piece.get());
        }
        return whole.toString(StandardCharsets.UTF_8);
    }

    private List<String> told() {
        return proxy.listener.proxyEvents.stream().map(AuditEvent::event).toList();
    }

    @Test
    void aFileIsReadAndWrittenInASessionLikeAnyOther() throws Exception {
        Files.writeString(home.resolve("motd"), "good day");
        assertThat(done(files -> files.hostId() + " " + read(files, "/motd"))).isEqualTo(hostId + " good day");
        await("its end is told", () -> told().contains("session.end"));
        assertThat(told()).startsWith("session.start").contains("session.sftp").endsWith("session.end");

        assertThat(done(files -> {
                    try (NodeFiles.Target target = files.write("/", "new", false)) {
                        target.write("12345".getBytes(StandardCharsets.US_ASCII), 1, 3);
                        target.complete();
                        return target.path();
                    }
                }))
                .isEqualTo("/new");
        assertThat(home.resolve("new")).hasContent("234");
        await("nothing is left open", () -> proxy.endpoint.relays().open() == 0);
    }

    @Test
    void rolesThatForbidToCopyFilesAreTheNodesToRefuse() throws Exception {
        roles(Json.jsonMapper().readValue("{\"ssh_file_copy\":false}", RoleOptions.class));
        assertThat(done(files -> "reached"))
                .startsWith("ACCESS_DENIED ")
                .contains("sftp")
                .doesNotContain("reached");
        await("nothing is left open", () -> proxy.endpoint.relays().open() == 0);
    }

    @Test
    void aServerWithoutSftpSaysSo() throws Exception {
        server.setSubsystemFactories(List.of());
        assertThat(done(files -> "reached")).contains("no subsystem sftp");
    }

    @Test
    void aCertificateThatIsNotGivenReachesNothing() throws Exception {
        assertThat(done(
                        key -> {
                            throw new SallyportException(
                                    ErrorCode.MFA_REQUIRED, "Auth Service: show a device; then try again");
                        },
                        files -> "reached"))
                .isEqualTo("MFA_REQUIRED Auth Service: show a device; then try again");
        assertThat(proxy.listener.dials).isEmpty();
    }
}
