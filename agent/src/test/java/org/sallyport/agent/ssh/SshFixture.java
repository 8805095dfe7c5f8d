package org.sallyport.agent.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.sallyport.agent.host.SshServiceConfig;
import org.sallyport.agent.host.SystemHost;
import org.sallyport.agent.host.SystemThreads;
import org.sallyport.agent.process.SystemAccounts;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.resource.LockSpec;
import org.sallyport.api.resource.LockTarget;
import org.sallyport.api.resource.Metadata;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.RoleConditions;
import org.sallyport.api.resource.RoleOptions;
import org.sallyport.api.resource.RoleSpec;
import org.sallyport.api.resource.SessionRecording;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.api.resource.Strictness;
import org.sallyport.core.access.AccessKnowledge;
import org.sallyport.core.access.Target.NodeTarget;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.keys.Secrets;
import org.sallyport.core.keys.X25519Kem;
import org.sallyport.session.auth.HostKeys;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.connection.NodeAccess;
import org.sallyport.session.messages.Place;
import org.sallyport.session.recording.Recordings;
import org.sallyport.session.server.ServedNode;
import org.sallyport.session.server.SshService;

/** One node's SSH service with its cluster's CAs, reached by the stock OpenSSH client. */
final class SshFixture implements AutoCloseable {
    final Path directory;
    final SshKeygen keygen;
    final Path userCa;
    final Path hostCa;
    final Path userKey;
    final String clusterId = UUID.randomUUID().toString();
    final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    final SshService service;
    private final SystemThreads threads = new SystemThreads();
    final LoopbackAcceptor acceptor;
    final String login;
    private final Path hostKey;
    volatile HostKeys hostKeys;
    volatile SshAlgorithms algorithms = SshAlgorithms.ALL;
    volatile Strictness lockMode = Strictness.BEST_EFFORT;
    volatile Duration age = Duration.ZERO;
    volatile SessionRecording recordingPolicy = SessionRecording.DEFAULTS;
    final X25519Kem.Pair recordingPair = X25519Kem.generate();
    volatile RecordingKey recordingKey =
            new RecordingKey(Secrets.sha256Hex(recordingPair.publicKey()).substring(0, 16), recordingPair.publicKey());
    final Recordings recordings;
    /** Beside those that every test has. */
    volatile List<Resource<RoleSpec>> moreRoles = List.of();

    private volatile List<Resource<LockSpec>> locks = List.of();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();

    /** @param login the account that roles allow and that certificates name by default */
    SshFixture(String login, List<String> acceptEnvironment) throws Exception {
        this(login, acceptEnvironment, Clock.systemUTC());
    }

    /** @param clock the node's */
    SshFixture(String login, List<String> acceptEnvironment, Clock clock) throws Exception {
        this.login = login;
        this.directory = Files.createTempDirectory("sallyport-ssh");
        this.keygen = new SshKeygen(directory);
        this.userCa = keygen.key("user_ca");
        this.hostCa = keygen.key("host_ca");
        this.hostKey = keygen.key("host");
        this.userKey = keygen.key("user");
        renewHost("first");
        Files.writeString(directory.resolve("known_hosts"), "@cert-authority web1 " + SshKeygen.line(hostCa) + "\n");
        this.recordings = new Recordings(
                Files.createDirectory(directory.resolve("recordings")),
                Place.AGENT,
                () -> Optional.ofNullable(recordingKey),
                threads.recordings());
        SystemAccounts accounts = new SystemAccounts(Clock.systemUTC());
        // the sockets' directory must be passable for the login; a temporary directory of ours is not
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx--x--x"));
        this.service = new SshService(
                new ServedNode(
                        new NodeAccess(Place.AGENT, knowledge(), SshFixture::node, clock),
                        () -> hostKeys,
                        new SystemHost(new SshServiceConfig(acceptEnvironment, directory.resolve("run")), accounts),
                        Duration.ofHours(1)),
                events::add,
                recordings,
                ChannelWindows.of(3, Place.AGENT),
                threads.threads());
        this.acceptor = new LoopbackAcceptor(service);
        certify(userKey, "forward", login);
    }

    static NodeTarget node() {
        return new NodeTarget("6f0c2b1e-0000-4000-8000-000000000001", "web1", Map.of("env", "test"));
    }

    AccessKnowledge knowledge() {
        Trust trust = new Trust(
                1,
                clusterId,
                List.of(
                        new Authority(CaType.USER, List.of(plain(userCa)), List.of()),
                        new Authority(CaType.HOST, List.of(plain(hostCa)), List.of())),
                Set.of(4711L));
        List<Resource<RoleSpec>> roles =
                List.of(role("forward", options(true, true, true)), role("plain", options(false, false, false)));
        return new AccessKnowledge() {
            @Override
            public Trust trust() {
                return trust;
            }

            @Override
            public List<Resource<RoleSpec>> roles() {
                return Stream.concat(roles.stream(), moreRoles.stream()).toList();
            }

            @Override
            public List<Resource<LockSpec>> locks() {
                return locks;
            }

            @Override
            public Strictness lockMode() {
                return lockMode;
            }

            @Override
            public Runnable whenChanged(Runnable listener) {
                listeners.add(listener);
                return () -> listeners.remove(listener);
            }

            @Override
            public SshAlgorithms sshAlgorithms() {
                return algorithms;
            }

            @Override
            public SessionRecording recordingPolicy() {
                return recordingPolicy;
            }

            @Override
            public Duration age() {
                return age;
            }
        };
    }

    private static String plain(Path key) {
        String[] parts = SshKeygen.line(key).split(" ");
        return parts[0] + " " + parts[1];
    }

    private static RoleOptions options(boolean forward, boolean copy, boolean pty) {
        return new RoleOptions(
                null,
                Optional.of(forward),
                Optional.of(forward),
                Optional.of(copy),
                Optional.of(pty),
                null,
                null,
                null);
    }

    private Resource<RoleSpec> role(String name, RoleOptions options) {
        return Resource.of(
                Metadata.named(name),
                new RoleSpec(
                        options,
                        new RoleConditions(
                                List.of(login, "nobody", "no-such-account"), Map.of("env", List.of("test")), List.of()),
                        RoleConditions.NONE));
    }

    /** As a watch brings it; null takes away what there is. */
    void lock(LockTarget target, String message) {
        locks = target == null
                ? List.of()
                : List.of(Resource.of(Metadata.named("lock-1"), new LockSpec(target, message)));
        listeners.forEach(Runnable::run);
    }

    void renewHost(String id) throws Exception {
        Path certificate = keygen.sign(hostCa, hostKey, "-h", "-I", id, "-z", "3", "-n", "web1", "-V", "-5m:+1h");
        hostKeys = new HostKeys(SshKeygen.pair(hostKey), SshKeygen.certificate(certificate));
    }

    /** A certificate as the cluster issues it. */
    Path certify(Path key, String role, String principals, String... more) {
        List<String> options = new ArrayList<>(List.of(
                "-I",
                "alice",
                "-n",
                principals,
                "-z",
                "17",
                "-O",
                "extension:roles@sallyport.org=[\"" + role + "\"]",
                "-O",
                "extension:traits@sallyport.org={}",
                "-O",
                "extension:login-ip@sallyport.org=192.0.2.7",
                "-O",
                "extension:cluster@sallyport.org=" + clusterId));
        if (!List.of(more).contains("-z")) {
            options.addAll(List.of("-z", "17"));
        }
        if (!List.of(more).contains("-V")) {
            options.addAll(List.of("-V", "-5m:+1h"));
        }
        options.addAll(List.of(more));
        return keygen.sign(userCa, key, options.toArray(String[]::new));
    }

    /** Options of every OpenSSH client command. */
    List<String> options(Path key) {
        return options(key, acceptor.port());
    }

    List<String> options(Path key, int port) {
        return List.of(
                "-F", "none",
                "-o", "Port=" + port,
                "-o", "IdentityFile=" + key,
                "-o", "IdentitiesOnly=yes",
                "-o", "BatchMode=yes",
                "-o", "HostKeyAlias=web1",
                "-o", "CheckHostIP=no",
                "-o", "UserKnownHostsFile=" + directory.resolve("known_hosts"),
                "-o", "GlobalKnownHostsFile=/dev/null",
                "-o", "StrictHostKeyChecking=yes");
    }

    Ran ssh(String... arguments) {
        return sshAs(userKey, login, new byte[0], arguments);
    }

    Ran sshAs(Path key, String account, byte[] input, String... arguments) {
        List<String> line = new ArrayList<>(List.of("ssh"));
        line.addAll(options(key));
        line.addAll(List.of("-l", account));
        line.addAll(List.of(arguments));
        return Ran.of(line, input);
    }

    Optional<AuditEvent> lastEvent(String name) {
        return events.stream().filter(event -> event.event().equals(name)).reduce((first, second) -> second);
    }

    @Override
    public void close() throws IOException, InterruptedException {
        acceptor.close();
        service.close();
        threads.close();
        recordings.close();
        try (var files = Files.walk(directory)) {
            for (Path file : files.sorted(java.util.Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
