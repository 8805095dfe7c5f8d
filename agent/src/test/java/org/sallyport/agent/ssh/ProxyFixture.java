package org.sallyport.agent.ssh;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.PublicKey;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.sallyport.agent.host.SystemThreads;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.cert.CertificateNames;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.core.ca.SshCertificateChecker;
import org.sallyport.session.connection.ChannelWindows;
import org.sallyport.session.connection.NodeAccess;
import org.sallyport.session.messages.Place;
import org.sallyport.session.process.Visitor;
import org.sallyport.session.recording.Recordings;
import org.sallyport.session.server.ServedNode;
import org.sallyport.session.server.SshService;
import org.sallyport.session.server.SshThreads;
import org.sallyport.session.upstream.Attempt;
import org.sallyport.session.upstream.Destination;
import org.sallyport.session.upstream.HostKeyRule;
import org.sallyport.session.upstream.UpstreamClient;
import org.sallyport.session.upstream.UpstreamHost;
import org.sallyport.transport.EventLoops;
import org.sallyport.transport.LoopTransport;

/** A node's SSH as it ends at a proxy, in front of the node's agent or of an sshd. */
final class ProxyFixture implements AutoCloseable {
    final SshFixture node;
    final List<AuditEvent> events = new CopyOnWriteArrayList<>();
    final List<SallyportException> failures = new CopyOnWriteArrayList<>();
    final Recordings recordings;
    final SshService service;
    final LoopbackAcceptor acceptor;
    private final SystemThreads threads = new SystemThreads();
    private final ExecutorService messages = Executors.newVirtualThreadPerTaskExecutor();
    private final EventLoops loops =
            new EventLoops(1, Thread.ofPlatform().daemon().name("loop-", 1).factory(), messages);
    private final UpstreamClient client;

    private ProxyFixture(SshFixture node, Destination destination) throws Exception {
        this.node = node;
        this.recordings = new Recordings(
                Files.createDirectory(node.directory.resolve("proxy-recordings-" + UUID.randomUUID())),
                Place.PROXY,
                () -> Optional.of(node.recordingKey),
                threads.recordings());
        SshThreads own = new SshThreads(
                messages,
                threads.threads().sessions(),
                messages,
                threads.threads().timer(),
                false);
        ChannelWindows windows = ChannelWindows.of(8, Place.PROXY);
        this.client = new UpstreamClient(new LoopTransport(loops), () -> SshAlgorithms.ALL, windows, own);
        NodeAccess access = new NodeAccess(Place.PROXY, node.knowledge(), SshFixture::node, Clock.systemUTC());
        Destination told = new Told(destination, failures);
        this.service = new SshService(
                new ServedNode(
                        access,
                        () -> node.hostKeys,
                        new UpstreamHost(client, () -> told, access::line),
                        Duration.ofHours(1)),
                events::add,
                recordings,
                windows,
                own);
        this.acceptor = new LoopbackAcceptor(service);
    }

    static ProxyFixture ofAgent(SshFixture node) throws Exception {
        return new ProxyFixture(node, new Agent(node));
    }

    static ProxyFixture of(SshFixture node, Destination destination) throws Exception {
        return new ProxyFixture(node, destination);
    }

    List<String> options() {
        return node.options(node.userKey, acceptor.port());
    }

    Ran ssh(byte[] input, String... arguments) {
        List<String> line = new ArrayList<>(List.of("ssh"));
        line.addAll(options());
        line.addAll(List.of("-l", node.login));
        line.addAll(List.of(arguments));
        return Ran.of(line, input);
    }

    Optional<AuditEvent> lastEvent(String name) {
        return events.stream().filter(event -> event.event().equals(name)).reduce((first, second) -> second);
    }

    @Override
    public void close() throws Exception {
        acceptor.close();
        service.close();
        client.close();
        loops.close();
        recordings.close();
        threads.close();
        messages.shutdown();
    }

    /** A public key as a file that ssh-keygen signs. */
    static Path file(Path directory, PublicKey key) {
        try {
            Path file = directory.resolve("proxy-" + UUID.randomUUID());
            Files.writeString(Path.of(file + ".pub"), PublicKeyEntry.toString(key) + " proxy\n");
            return file;
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    static String text(Path certificate) {
        try {
            return Files.readString(certificate).strip();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Notes what failed. */
    private record Told(Destination destination, List<SallyportException> failures) implements Destination {
        @Override
        public Wording wording() {
            return destination.wording();
        }

        @Override
        public HostKeyRule hostKeys() {
            return destination.hostKeys();
        }

        @Override
        public String certificate(Visitor visitor, PublicKey key) {
            return destination.certificate(visitor, key);
        }

        @Override
        public ClientSession connect(UpstreamClient client, Attempt attempt) throws IOException {
            return destination.connect(client, attempt);
        }

        @Override
        public void failed(Visitor visitor, SallyportException why) {
            failures.add(why);
        }
    }

    /** The fixture's own service, dialled as by its tunnel. */
    private record Agent(SshFixture node) implements Destination {
        @Override
        public Wording wording() {
            return new Wording("agent of web1", "web1", "see to it", "see to its host", "log in again");
        }

        @Override
        public HostKeyRule hostKeys() {
            return new HostKeyRule.ClusterCertificate(
                    new SshCertificateChecker(Clock.systemUTC()),
                    () -> node.knowledge().trust(),
                    "web1");
        }

        @Override
        public String certificate(Visitor visitor, PublicKey key) {
            return text(node.certify(
                    file(node.directory, key),
                    String.join("\",\"", visitor.identity().roles()),
                    visitor.login(),
                    "-O",
                    "extension:" + CertificateNames.PROXIED + "=17"));
        }

        @Override
        public ClientSession connect(UpstreamClient client, Attempt attempt) throws IOException {
            SocketDialStream stream =
                    new SocketDialStream(new Socket(InetAddress.getLoopbackAddress(), node.acceptor.port()));
            stream.start(client.over(stream, attempt));
            return client.session(attempt);
        }

        @Override
        public void failed(Visitor visitor, SallyportException why) {
            throw new AssertionError(why);
        }
    }
}
