package org.sallyport.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.keys.Secret;

/** The way to the cluster's SSH through HTTPS, against a TLS port that speaks the server's side. */
@Timeout(60)
final class UpgradeClientTest {
    private static final String SWITCHED =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: ssh\r\n\r\n";
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private static void echo(InputStream in, OutputStream out) throws IOException {
        byte[] buffer = new byte[8192];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            out.write(buffer, 0, count);
        }
    }

    private static TlsChannel blocking(UpgradeServer server) throws IOException {
        TlsChannel channel = new UpgradeClient(server.address(), Optional.empty(), LIMIT).open();
        channel.socket().configureBlocking(true);
        return channel;
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
    void bytesComeBackUnchangedWhileBothDirectionsRun(String protocol) throws Exception {
        byte[] data = new byte[5_000_000];
        new Random(3).nextBytes(data);
        try (UpgradeServer server = new UpgradeServer(protocol, SWITCHED, UpgradeClientTest::echo);
                TlsChannel channel = blocking(server)) {
            CompletableFuture<Void> writing =
                    CompletableFuture.runAsync(() -> writeInPieces(channel, data), work -> Thread.ofVirtual()
                            .start(work));
            // sizes below and above a record, so that both ways of reading are taken
            ByteBuffer back = ByteBuffer.allocate(data.length);
            Random sizes = new Random(4);
            while (back.hasRemaining()) {
                int most = sizes.nextBoolean() ? 1 + sizes.nextInt(300) : 40_000;
                back.limit(Math.min(data.length, back.position() + most));
                assertThat(channel.read(back)).isPositive();
                back.limit(data.length);
            }
            writing.get();
            assertThat(back.array()).isEqualTo(data);
            assertThat(server.requests)
                    .singleElement()
                    .asString()
                    .startsWith("GET /api/v1/connect HTTP/1.1\r\nHost: localhost:")
                    .contains("\r\nConnection: Upgrade\r\nUpgrade: ssh\r\n")
                    .endsWith("over http/1.1");
        }
    }

    private static void writeInPieces(TlsChannel channel, byte[] data) {
        try {
            Random sizes = new Random(5);
            for (int at = 0; at < data.length; ) {
                int length = Math.min(data.length - at, 1 + sizes.nextInt(200_000));
                ByteBuffer piece = ByteBuffer.wrap(data, at, length);
                while (piece.hasRemaining()) {
                    channel.write(piece);
                }
                at += length;
            }
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void whatComesWithTheAnswerIsNotLost() throws Exception {
        try (UpgradeServer server =
                        new UpgradeServer("TLSv1.3", SWITCHED + "SSH-2.0-Early\r\n", (in, out) -> in.read());
                TlsChannel channel = new UpgradeClient(server.address(), Optional.empty(), LIMIT).open()) {
            assertThat(channel.socket().isBlocking()).isFalse();
            ByteBuffer early = ByteBuffer.allocate(100_000);
            assertThat(channel.more()).as("a selector would not tell of it").isTrue();
            channel.read(early);
            assertThat(new String(early.array(), 0, early.position(), StandardCharsets.US_ASCII))
                    .isEqualTo("SSH-2.0-Early\r\n");
        }
    }

    @Test
    void theEndOfTheConnectionIsTheEndOfInput() throws Exception {
        try (UpgradeServer server = new UpgradeServer("TLSv1.3", SWITCHED, (in, out) -> out.write('x'));
                TlsChannel channel = blocking(server)) {
            ByteBuffer target = ByteBuffer.allocate(10);
            assertThat(channel.read(target)).isOne();
            assertThat(channel.read(target)).isEqualTo(-1);
        }
    }

    @Test
    void aRefusalIsTheServersOwnWords() throws Exception {
        String problem =
                "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":503,\"detail\":\"connector: stopping; later\","
                        + "\"code\":" + ErrorCode.SHUTTING_DOWN.number() + ",\"trace_id\":\"\"}";
        String answer =
                "HTTP/1.1 503 Service Unavailable\r\nContent-Length: " + problem.length() + "\r\n\r\n" + problem;
        try (UpgradeServer server = new UpgradeServer("TLSv1.3", answer, (in, out) -> in.read())) {
            assertThatThrownBy(() -> new UpgradeClient(server.address(), Optional.empty(), LIMIT).open())
                    .isInstanceOfSatisfying(SallyportException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.SHUTTING_DOWN);
                        assertThat(e.userMessage()).isEqualTo("connector: stopping; later");
                    });
        }
    }

    @Test
    void somethingElseOnThePortIsNamed() throws Exception {
        try (UpgradeServer server = new UpgradeServer(
                "TLSv1.3", "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", (in, out) -> in.read())) {
            assertThatThrownBy(() -> new UpgradeClient(server.address(), Optional.empty(), LIMIT).open())
                    .hasMessageContaining("status 404")
                    .hasMessageContaining(server.address().toString());
        }
    }

    @Test
    void aSilentPeerIsGivenUpInTime() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ClusterAddress address = new ClusterAddress("localhost", silent.getLocalPort());
            assertThatThrownBy(() -> new UpgradeClient(address, Optional.empty(), Duration.ofMillis(200)).open())
                    .hasMessageContaining(address.toString())
                    .hasMessageStartingWith("TLS:")
                    .hasMessageContaining("MTU");
        }
    }

    @Test
    void aServerThatDoesNotAnswerTheUpgradeIsNamed() throws Exception {
        try (UpgradeServer server = new UpgradeServer("TLSv1.3", "", (in, out) -> in.read())) {
            assertThatThrownBy(
                            () -> new UpgradeClient(server.address(), Optional.empty(), Duration.ofSeconds(2)).open())
                    .hasMessageStartingWith("HTTP: " + server.address() + " did not answer the upgrade");
        }
    }

    @Test
    void goesThroughAProxyByConnectWithItsCredentials() throws Exception {
        List<String> asked = new CopyOnWriteArrayList<>();
        try (UpgradeServer server = new UpgradeServer("TLSv1.3", SWITCHED, UpgradeClientTest::echo);
                ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> relay(proxy, server.address().port(), asked));
            HttpProxy through = new HttpProxy("127.0.0.1", proxy.getLocalPort(), Optional.of(new Secret("jo:secret")));
            // a name that only the proxy can resolve
            ClusterAddress address =
                    new ClusterAddress("cluster.invalid", server.address().port());
            try (TlsChannel channel = new UpgradeClient(address, Optional.of(through), LIMIT).open()) {
                channel.socket().configureBlocking(true);
                channel.write(ByteBuffer.wrap("hello".getBytes(StandardCharsets.US_ASCII)));
                ByteBuffer back = ByteBuffer.allocate(5);
                while (back.hasRemaining()) {
                    channel.read(back);
                }
                assertThat(back.array()).asString().isEqualTo("hello");
            }
            assertThat(asked.getFirst())
                    .startsWith("CONNECT " + address + " HTTP/1.1\r\n")
                    .contains("Proxy-Authorization: Basic am86c2VjcmV0\r\n");
        }
    }

    private static void relay(ServerSocket port, int target, List<String> asked) {
        try (Socket client = port.accept();
                Socket server = new Socket(InetAddress.getLoopbackAddress(), target)) {
            StringBuilder head = new StringBuilder();
            while (head.indexOf("\r\n\r\n") < 0) {
                head.append((char) client.getInputStream().read());
            }
            asked.add(head.toString());
            client.getOutputStream().write("HTTP/1.1 200 Connected\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            Thread.ofVirtual().start(() -> {
                try {
                    client.getInputStream().transferTo(server.getOutputStream());
                } catch (IOException e) {
                    asked.add("up ended");
                }
            });
            server.getInputStream().transferTo(client.getOutputStream());
        } catch (IOException e) {
            asked.add("down ended");
        }
    }

    @Test
    void aProxyThatWantsALoginIsSaid() throws Exception {
        try (ServerSocket proxy = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread.ofVirtual().start(() -> {
                try (Socket client = proxy.accept()) {
                    client.getInputStream().read(new byte[4096]);
                    client.getOutputStream()
                            .write("HTTP/1.1 407 Proxy Authentication Required\r\n\r\n"
                                    .getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    throw new IllegalStateException(e);
                }
            });
            HttpProxy through = new HttpProxy("127.0.0.1", proxy.getLocalPort(), Optional.empty());
            ClusterAddress address = new ClusterAddress("cluster.invalid", 443);
            assertThatThrownBy(() -> new UpgradeClient(address, Optional.of(through), LIMIT).open())
                    .hasMessageContaining("HTTPS_PROXY")
                    .hasMessageContaining("407")
                    .hasMessageContaining("user and password");
        }
    }
}
