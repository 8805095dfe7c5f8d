package org.sallyport.session.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.time.Instant;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import org.apache.sshd.certificate.OpenSshCertificateBuilder;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.file.virtualfs.VirtualFileSystemFactory;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.core.connector.NodeFiles;
import org.sallyport.core.identity.SshIdentity.UserIdentity;
import org.sallyport.core.keys.SshKeys;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.messages.Place;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.server.SshThreads;
import org.sallyport.session.sftp.SftpFiles;

/** Files at a real SSH server with MINA's SFTP behind it. */
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class UpstreamFilesTest {
    private static final int PIECE = 32 * 1024;
    /** What may be under way: sixteen pieces, and the one in hand. */
    private static final long AHEAD = 17L * PIECE;

    private static final int LARGE = 100_000_000;

    @TempDir
    Path home;

    private final KeyPair serverKey = SshKeys.generate();
    private final KeyPair ca = SshKeys.generate();
    private final ExecutorService tasks = Executors.newVirtualThreadPerTaskExecutor();
    private final ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1);
    private final SftpWatch watch = new SftpWatch();
    private SshServer server;
    private UpstreamClient upstream;
    private UpstreamSubsystem subsystem;
    private NodeFiles files;

    @BeforeEach
    void start() throws IOException {
        server = SshServer.setUpDefaultServer();
        server.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        server.setHost("127.0.0.1");
        server.setKeyPairProvider(KeyPairProvider.wrap(serverKey));
        server.setPublickeyAuthenticator((user, key, session) -> key instanceof OpenSshCertificate);
        server.setFileSystemFactory(new VirtualFileSystemFactory(home));
        SftpSubsystemFactory sftp = new SftpSubsystemFactory.Builder().build();
        sftp.addSftpEventListener(watch);
        server.setSubsystemFactories(List.of(sftp));
        server.start();
        upstream = new UpstreamClient(
                new Nio2ServiceFactoryFactory(),
                () -> SshAlgorithms.ALL,
                new ChannelWindows(64 << 20, Place.PROXY),
                new SshThreads(tasks, tasks, tasks, timer, false));
        subsystem = UpstreamSubsystem.open(upstream, login(), "sftp");
        files = SftpFiles.begin(subsystem.input(), subsystem.output(), "web1", subsystem::close);
        subsystem.ignoreErrors();
    }

    @AfterEach
    void stop() throws IOException {
        subsystem.close();
        upstream.close();
        server.close(true);
        timer.shutdownNow();
        tasks.shutdownNow();
    }

    private final class Server implements Destination {
        @Override
        public Wording wording() {
            return new Wording("sshd of web1", "127.0.0.1", "", "", "");
        }

        @Override
        public HostKeyRule hostKeys() {
            return HostKeyRule.Enrolled.of(List.of(SshKeys.line(serverKey.getPublic())));
        }

        @Override
        public String certificate(Visitor visitor, PublicKey key) {
            throw new AssertionError();
        }

        @Override
        public ClientSession connect(UpstreamClient client, Attempt attempt) throws IOException {
            return client.connect(new InetSocketAddress("127.0.0.1", server.getPort()), attempt);
        }

        @Override
        public void failed(Visitor visitor, SallyportException why) {
            throw new AssertionError(why);
        }
    }

    private UpstreamShell.Login login() {
        UserIdentity ann = new UserIdentity(
                "ann",
                List.of("root"),
                List.of(),
                Map.of(),
                Set.of(),
                "",
                7,
                Instant.now().plusSeconds(600));
        KeyPair key = SshKeys.generate();
        OpenSshCertificate certificate;
        try {
            certificate = OpenSshCertificateBuilder.userCertificate()
                    .serial(1)
                    .publicKey(key.getPublic())
                    .id("ann")
                    .principals(List.of("root"))
                    .validAfter(OpenSshCertificate.MIN_EPOCH)
                    .validBefore(OpenSshCertificate.INFINITY)
                    .sign(ca);
        } catch (Exception e) {
            throw new AssertionError(e);
        }
        return new UpstreamShell.Login(
                new Server(), new Visitor(ann, "root", "", new NoClient()), new KeyPair(certificate, key.getPrivate()));
    }

    private static byte[] random(int size) {
        byte[] bytes = new byte[size];
        new Random(size).nextBytes(bytes);
        return bytes;
    }

    private static byte[] all(NodeFiles.Source source) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        for (Optional<byte[]> piece = source.next(); piece.isPresent(); piece = source.next()) {
            whole.writeBytes(piece.get());
        }
        return whole.toByteArray();
    }

    private String put(String path, byte[] content, boolean overwrite) {
        try (NodeFiles.Target target = files.write(path, "given name", overwrite)) {
            target.write(content, 0, content.length);
            target.complete();
            return target.path();
        }
    }

    private List<String> names() throws IOException {
        try (var listed = Files.list(home)) {
            return listed.map(each -> each.getFileName().toString()).sorted().toList();
        }
    }

    private static void refused(ErrorCode code, String words, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        SallyportException.class, e -> assertThat(e.code()).isEqualTo(code))
                .hasMessageContaining(words)
                .hasMessageStartingWith("SFTP server: ");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, PIECE - 1, PIECE, PIECE + 1, 16 * PIECE, 17 * PIECE, 40 * PIECE + 5})
    void everyByteOfAnySizeArrivesBothWays(int size) throws IOException {
        byte[] content = random(size);
        assertThat(put("/ein Bär 熊.bin", content, false)).isEqualTo("/ein Bär 熊.bin");
        assertThat(Files.readAllBytes(home.resolve("ein Bär 熊.bin"))).isEqualTo(content);
        assertThat(names()).containsExactly("ein Bär 熊.bin");

        NodeFiles.Source source = files.read("/ein Bär 熊.bin");
        assertThat(source.size().orElse(0)).isEqualTo(size);
        assertThat(all(source)).isEqualTo(content);
        assertThat(source.next()).isEmpty();
    }

    @Test
    void aLargeFileIsReadNoFurtherAheadThanItIsTaken() throws Exception {
        byte[] content = random(LARGE);
        Files.write(home.resolve("large"), content);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        NodeFiles.Source source = files.read("/large");
        long taken = 0;
        for (Optional<byte[]> piece = source.next(); piece.isPresent(); piece = source.next()) {
            taken += piece.get().length;
            assertThat(watch.read.get() - taken).isLessThanOrEqualTo(AHEAD);
            digest.update(piece.get());
        }
        assertThat(taken).isEqualTo(LARGE);
        assertThat(HexFormat.of().formatHex(digest.digest()))
                .isEqualTo(HexFormat.of()
                        .formatHex(MessageDigest.getInstance("SHA-256").digest(content)));
    }

    @Test
    void aLargeFileIsWrittenNoFurtherAheadThanTheNodeTakesIt() throws Exception {
        byte[] content = random(LARGE);
        try (NodeFiles.Target target = files.write("/large", "", false)) {
            int step = 100_000;
            for (int at = 0; at < content.length; at += step) {
                target.write(content, at, Math.min(step, content.length - at));
                assertThat(Math.min(at + step, content.length) - watch.written.get())
                        .isLessThanOrEqualTo(AHEAD);
            }
            assertThat(Files.exists(home.resolve("large"))).isFalse();
            target.complete();
        }
        assertThat(Arrays.equals(Files.readAllBytes(home.resolve("large")), content))
                .isTrue();
        assertThat(names()).containsExactly("large");
    }

    @Test
    void aDirectoryTakesTheFileUnderItsOwnName() throws IOException {
        Files.createDirectory(home.resolve("in"));
        assertThat(put("/in", random(5), false)).isEqualTo("/in/given name");
        assertThat(put("/", random(6), false)).isEqualTo("/given name");
        assertThat(Files.size(home.resolve("in/given name"))).isEqualTo(5);
    }

    @Test
    void whatCannotBeReadSaysWhy() throws IOException {
        Files.createDirectory(home.resolve("in"));
        Files.write(home.resolve("secret"), random(3));
        refused(ErrorCode.NOT_FOUND, "there is no '/no such'", () -> files.read("/no such"));
        refused(ErrorCode.INVALID_ARGUMENT, "'/in' is a directory", () -> files.read("/in"));
        refused(ErrorCode.ACCESS_DENIED, "may not read '/secret'", () -> files.read("/secret"));
        Files.write(home.resolve("fine"), random(3));
        assertThat(all(files.read("/fine"))).hasSize(3);
    }

    @Test
    void whatCannotBeWrittenSaysWhy() throws IOException {
        Files.createDirectories(home.resolve("in/given name"));
        refused(ErrorCode.NOT_FOUND, "no such", () -> put("/no such/file", random(3), false));
        refused(ErrorCode.ALREADY_EXISTS, "overwrite it", () -> put("/in", random(3), false));
        refused(ErrorCode.INVALID_ARGUMENT, "is a directory", () -> put("/in", random(3), true));
        Path secret = Files.write(home.resolve("in/secret"), random(9));
        Files.createSymbolicLink(home.resolve("link"), secret);
        refused(ErrorCode.INVALID_ARGUMENT, "the path that it leads to", () -> put("/link", random(3), true));
        assertThat(Files.isSymbolicLink(home.resolve("link"))).isTrue();
        watch.full = 3L * PIECE;
        refused(ErrorCode.UNSUPPORTED, "see to space and quota", () -> put("/much", random(40 * PIECE), false));
        assertThat(names()).containsExactly("in", "link");
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyWhenAskedToAndKeepsItsPermissions() throws IOException {
        byte[] old = random(100);
        Path there = Files.write(home.resolve("there"), old);
        Files.setPosixFilePermissions(there, PosixFilePermissions.fromString("rw-------"));

        refused(ErrorCode.ALREADY_EXISTS, "there is a '/there' already", () -> put("/there", random(7), false));
        assertThat(Files.readAllBytes(there)).isEqualTo(old);

        put("/there", random(7), true);
        assertThat(Files.readAllBytes(there)).isEqualTo(random(7));
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(there)))
                .isEqualTo("rw-------");
        assertThat(names()).containsExactly("there");
    }

    @Test
    void anUploadThatIsGivenUpLeavesNothing() throws IOException {
        try (NodeFiles.Target target = files.write("/half", "", false)) {
            target.write(random(30 * PIECE), 0, 30 * PIECE);
            assertThat(names())
                    .singleElement()
                    .asString()
                    .startsWith(".sallyport-")
                    .endsWith(".part");
        }
        assertThat(names()).isEmpty();
    }

    @Test
    void anotherUploadThatWasFasterIsNotOverwritten() throws IOException {
        try (NodeFiles.Target target = files.write("/raced", "", false)) {
            target.write(random(10), 0, 10);
            Files.write(home.resolve("raced"), random(4));
            refused(ErrorCode.ALREADY_EXISTS, "already", target::complete);
        }
        assertThat(Files.size(home.resolve("raced"))).isEqualTo(4);
        assertThat(names()).containsExactly("raced");
    }

    @Test
    void aLostConnectionIsNoEndOfTheFile() throws Exception {
        Files.write(home.resolve("large"), random(200 * PIECE));
        NodeFiles.Source source = files.read("/large");
        assertThat(source.next()).isPresent();
        server.close(true);
        refused(ErrorCode.AGENT_OFFLINE, "broke off", () -> all(source));
        refused(ErrorCode.AGENT_OFFLINE, "broke off", () -> put("/more", random(100 * PIECE), false));
        assertThat(names()).containsExactly("large");
    }

    @Test
    void aFileThatBecomesShorterIsNotTakenForWhole() throws Exception {
        Path large = Files.write(home.resolve("large"), random(200 * PIECE));
        NodeFiles.Source source = files.read("/large");
        assertThat(source.next()).isPresent();
        try (var channel = FileChannel.open(large, StandardOpenOption.WRITE)) {
            channel.truncate(50L * PIECE);
        }
        refused(ErrorCode.IN_USE, "became shorter", () -> all(source));
    }

    @Test
    void whoIsBlockedIsWokenByClosing() throws Exception {
        CompletableFuture<Void> blocked = new CompletableFuture<>();
        CompletableFuture<Void> ended = CompletableFuture.runAsync(
                () -> {
                    blocked.complete(null);
                    while (true) {
                        put("/again", random(PIECE), true);
                    }
                },
                tasks);
        blocked.get();
        files.close();
        assertThatThrownBy(ended::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SallyportException.class);
    }
}
