package org.sallyport.connector.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sallyport.connector.adapter.RunningProxy.await;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Limits of connections that have not logged in, with sockets. */
class AdmissionTest {
    private static final int PER_SOURCE = 1536;
    private static final int TOTAL = 2048;
    private static final int DISCONNECT = 1;
    private static final int TOO_MANY_CONNECTIONS = 12;

    private final RunningProxy proxy = new RunningProxy();
    private final List<Socket> sockets = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (Socket socket : sockets) {
            socket.close();
        }
        proxy.close();
    }

    @Test
    void oneSourceIsTurnedAwayAboveItsShareAndToldWhyWhileOthersGetIn() throws Exception {
        fill("127.0.0.2", PER_SOURCE);
        await("the share is used up", () -> refused("127.0.0.2").isPresent());
        assertThat(reason("127.0.0.2"))
                .matches("proxy: too many connections at once, " + PER_SOURCE
                        + " logins from your address are under way; try again in \\d+ s");
        assertThat(refused("127.0.0.3")).isEmpty();
        // a whole login, while strangers of another address hold all they may
        assertThat(proxy.peers.connect("jo", proxy.cluster.user("jo", "root")).isOpen())
                .isTrue();
    }

    @Test
    void allTogetherAreBoundedTooAndTheEndOfAnyMakesRoom() throws Exception {
        fill("127.0.0.10", PER_SOURCE);
        fill("127.0.0.11", TOTAL - PER_SOURCE);
        await("nobody else gets in", () -> refused("127.0.0.3").isPresent());
        assertThat(reason("127.0.0.3")).contains(TOTAL + " logins are under way");
        assertThat(refused("127.0.0.3").orElseThrow().code()).isEqualTo(ErrorCode.RATE_LIMITED);
        sockets.removeLast().close();
        await("there is room again", () -> refused("127.0.0.3").isEmpty());
    }

    @Test
    void whoHasLoggedInCountsNoLonger() throws Exception {
        fill("127.0.0.1", PER_SOURCE - 1);
        await("all are counted", () -> {
            try (Socket last = connect("127.0.0.1")) {
                // read to its end only when it was turned away
                return last.getInputStream().read() >= 0 && refused("127.0.0.1").isPresent();
            } catch (IOException e) {
                return false;
            }
        });
        await("the probe has gone", () -> refused("127.0.0.1").isEmpty());
        for (int i = 0; i < 3; i++) {
            assertThat(proxy.peers
                            .connect("jo", proxy.cluster.user("jo", "root"))
                            .isOpen())
                    .isTrue();
        }
    }

    @Test
    void thoseTurnedAwayLeaveNothingBehind() throws Exception {
        fill("127.0.0.2", PER_SOURCE);
        await("the share is used up", () -> refused("127.0.0.2").isPresent());
        int before = proxy.endpoint.connections();
        for (int i = 0; i < 100; i++) {
            try (Socket more = connect("127.0.0.2")) {
                assertThat(more.getInputStream().readAllBytes()).isNotEmpty();
            }
        }
        assertThat(proxy.endpoint.connections()).isEqualTo(before);
        for (Socket socket : sockets) {
            socket.close();
        }
        await(
                "all is forgotten",
                () -> proxy.endpoint.connections() == 0 && refused("127.0.0.2").isEmpty());
    }

    private Optional<SallyportException> refused(String address) {
        try {
            proxy.endpoint.admit(new InetSocketAddress(address, 1));
            return Optional.empty();
        } catch (SallyportException e) {
            return Optional.of(e);
        }
    }

    /** Each is greeted before the next comes: none of them waits for its turn. */
    private void fill(String from, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            Socket silent = connect(from);
            sockets.add(silent);
            assertThat(silent.getInputStream().read()).isEqualTo('S');
        }
    }

    private Socket connect(String from) throws IOException {
        Socket socket = new Socket();
        socket.bind(new InetSocketAddress(InetAddress.getByName(from), 0));
        socket.connect(new InetSocketAddress("127.0.0.1", proxy.endpoint.sshPort()), 10_000);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /** What an SSH client prints: the text of the server's disconnect. */
    private String reason(String from) throws IOException {
        try (Socket socket = connect(from)) {
            socket.getOutputStream().write("SSH-2.0-Test\r\n".getBytes(StandardCharsets.US_ASCII));
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (in.readByte() != '\n') {
                // the server's version string
            }
            int length = in.readInt();
            assertThat(length).isBetween(8, 35_000);
            in.readByte();
            assertThat(in.readByte()).isEqualTo((byte) DISCONNECT);
            assertThat(in.readInt()).isEqualTo(TOO_MANY_CONNECTIONS);
            return new String(in.readNBytes(in.readInt()), StandardCharsets.UTF_8);
        }
    }
}
