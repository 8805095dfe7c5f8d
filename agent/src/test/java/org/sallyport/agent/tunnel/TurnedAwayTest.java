package org.sallyport.agent.tunnel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.apache.sshd.common.SshConstants;
import org.apache.sshd.common.session.Session;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.agent.identity.TestCluster;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.remote.RetryAfter;

/** A proxy that lets nobody in now says so before there is a session (docs/protocol/tunnel.md). */
@Timeout(60)
class TurnedAwayTest {
    private static final String TEXT = "proxy: too many connections at once, 9 logins are under way; try again in 17 s";
    private final TestCluster cluster = new TestCluster(Clock.systemUTC());
    private ServerSocket port;
    private TunnelClient client;

    @BeforeEach
    void begin() throws IOException {
        port = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        Thread.ofVirtual().start(this::serve);
        TunnelEvents nothing = new TunnelEvents() {
            @Override
            public void drain(Session session, Delay delay) {}

            @Override
            public void pace(Session session, Delay delay) {}
        };
        client = new TunnelClient(new ProxyRoute.SshPort(), cluster::trust, Map.of(), nothing, Clock.systemUTC());
    }

    @AfterEach
    void end() throws IOException {
        client.close();
        port.close();
    }

    private void serve() {
        while (!port.isClosed()) {
            try (Socket socket = port.accept()) {
                socket.getOutputStream().write(farewell());
                socket.shutdownOutput();
                socket.getInputStream().readAllBytes();
            } catch (IOException e) {
                // the client was faster, or the test is over
            }
        }
    }

    private static byte[] farewell() throws IOException {
        ByteArrayOutputStream packet = new ByteArrayOutputStream();
        DataOutputStream out = new DataOutputStream(packet);
        byte[] text = TEXT.getBytes(StandardCharsets.UTF_8);
        int padding = 16 - (4 + 1 + 13 + text.length) % 8;
        out.write("SSH-2.0-Sallyport\r\n".getBytes(StandardCharsets.US_ASCII));
        out.writeInt(1 + 13 + text.length + padding);
        out.writeByte(padding);
        out.writeByte(SshConstants.SSH_MSG_DISCONNECT);
        out.writeInt(SshConstants.SSH2_DISCONNECT_TOO_MANY_CONNECTIONS);
        out.writeInt(text.length);
        out.write(text);
        out.writeInt(0);
        out.write(new byte[padding]);
        return packet.toByteArray();
    }

    @Test
    void theCauseAndTheTimeAreHeardHoweverFastItIs() {
        for (int i = 0; i < 200; i++) {
            SallyportException refusal = catchThrowableOfType(
                    SallyportException.class, () -> client.open(cluster.identity(port.getLocalPort())));
            assertThat(refusal.code()).as(refusal.userMessage()).isEqualTo(ErrorCode.RATE_LIMITED);
            assertThat(refusal.userMessage()).contains(TEXT);
            assertThat(RetryAfter.in(refusal.userMessage())).contains(Duration.ofSeconds(17));
        }
    }
}
