package org.sallyport.connector.adapter;

import java.io.IOException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.channel.Channel;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.channel.RequestHandler;
import org.apache.sshd.common.config.keys.OpenSshCertificate;
import org.apache.sshd.common.io.nio2.Nio2ServiceFactoryFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;
import org.apache.sshd.common.util.buffer.Buffer;
import org.apache.sshd.common.util.buffer.ByteArrayBuffer;
import org.apache.sshd.core.CoreModuleProperties;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.SshAlgorithms;
import org.sallyport.connector.outbound.TestStream;
import org.sallyport.connector.pipe.Deferral;
import org.sallyport.connector.pipe.Pipe;
import org.sallyport.connector.pipe.PipedClientChannel;
import org.sallyport.connector.pipe.PipedServerChannel;
import org.sallyport.connector.pipe.Relays;
import org.sallyport.core.connector.DialStream;
import org.sallyport.transport.StreamBudget;
import org.sallyport.transport.algorithm.AlgorithmFactories;

/** Users and agents made of MINA clients. */
final class Peers implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    static final long WINDOW = 256 * 1024;

    /** What a dial said. */
    record Dial(
            long version, String kind, String name, String caller, String address, String traceId, boolean resumable) {}

    private final int port;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    final Relays relays = new Relays(new Deferral(threads), new StreamBudget(1L << 32, WINDOW, WINDOW));
    final BlockingQueue<Dial> dials = new LinkedBlockingQueue<>();
    final BlockingQueue<Map.Entry<String, Buffer>> requests = new LinkedBlockingQueue<>();
    final Map<String, Consumer<DialStream>> services = new ConcurrentHashMap<>();
    volatile SshAlgorithms offered = SshAlgorithms.ALL;
    private final List<SshClient> clients = new ArrayList<>();

    Peers(int port) {
        this.port = port;
    }

    ExecutorService threads() {
        return threads;
    }

    ClientSession connect(String username, TestCluster.Identity identity) throws IOException {
        return connect(username, identity, port);
    }

    ClientSession connect(String username, TestCluster.Identity identity, int through) throws IOException {
        SshClient client = client();
        ClientSession session =
                client.connect(username, "127.0.0.1", through).verify(PATIENCE).getSession();
        session.addPublicKeyIdentity(
                new KeyPair(identity.certificate(), identity.pair().getPrivate()));
        session.auth().verify(PATIENCE);
        return session;
    }

    SshClient client() {
        SshClient client = SshClient.setUpDefaultClient();
        client.setIoServiceFactoryFactory(new Nio2ServiceFactoryFactory());
        AlgorithmFactories.client(offered).applyTo(client);
        CoreModuleProperties.TCP_NODELAY.set(client, true);
        CoreModuleProperties.WINDOW_SIZE.set(client, WINDOW);
        client.setServerKeyVerifier((session, remote, key) -> key instanceof OpenSshCertificate);
        client.setChannelFactories(List.of(dialFactory()));
        client.setGlobalRequestHandlers(List.of((service, request, wantReply, buffer) -> {
            if (request.endsWith("@sallyport.org")) {
                requests.add(Map.entry(request, copy(buffer)));
                return RequestHandler.Result.ReplySuccess;
            }
            return RequestHandler.Result.Unsupported;
        }));
        client.start();
        synchronized (clients) {
            clients.add(client);
        }
        return client;
    }

    private static Buffer copy(Buffer buffer) {
        return new ByteArrayBuffer(buffer.getCompactData());
    }

    private ChannelFactory dialFactory() {
        return new ChannelFactory() {
            @Override
            public String getName() {
                return "dial@sallyport.org";
            }

            @Override
            public Channel createChannel(Session session) {
                return new PipedServerChannel(Peers.this::dialled);
            }
        };
    }

    private void dialled(PipedServerChannel channel, Buffer request) {
        Dial dial = new Dial(
                request.getUInt(),
                request.getString(),
                request.getString(),
                request.getString(),
                request.getString(),
                request.getString(),
                request.getBoolean());
        dials.add(dial);
        Consumer<DialStream> service = services.get(dial.name());
        if (service == null) {
            throw new SallyportException(ErrorCode.ACCESS_DENIED, "agent: nobody may log in here; ask its owner");
        }
        channel.window(WINDOW);
        TestStream stream = new TestStream();
        relays.join(channel.end(), stream.end(), WINDOW, () -> {});
        relays.enter(channel::accept);
        DialStream open = stream.open();
        threads.execute(() -> service.accept(open));
    }

    /** A user's {@code direct-tcpip}. */
    DialStream dial(ClientSession session, String host, int targetPort) throws IOException {
        PipedClientChannel channel = new PipedClientChannel("direct-tcpip", WINDOW) {
            @Override
            protected void putPayload(Buffer request) {
                request.putString(host);
                request.putUInt(targetPort);
                request.putString("127.0.0.1");
                request.putUInt(1);
            }

            @Override
            protected void heard() {
                // nobody asks
            }
        };
        TestStream stream = new TestStream();
        Pipe pipe = relays.join(channel.end(), stream.end(), WINDOW, () -> {});
        session.getService(ConnectionService.class).registerChannel(channel);
        try {
            channel.open().verify(PATIENCE);
        } catch (IOException e) {
            relays.undo(pipe);
            throw e;
        }
        return stream.open();
    }

    @Override
    public void close() throws InterruptedException {
        synchronized (clients) {
            clients.forEach(client -> client.close(true));
        }
        threads.shutdown();
        if (!threads.awaitTermination(20, TimeUnit.SECONDS)) {
            threads.shutdownNow();
        }
    }
}
