package org.sallyport.web.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.connector.CarriedConnection;

/** Against Undertow itself: what is refused, when the connection is turned over, and that no dial is forgotten. */
@Timeout(60)
final class DialServletTest {
    private static final String UPGRADE = "Connection: keep-alive, Upgrade\r\nUpgrade: sallyport-dial\r\n";
    private DialPort port;
    private Socket socket;

    @BeforeEach
    void start() throws Exception {
        port = new DialPort();
        socket = new Socket(InetAddress.getLoopbackAddress(), port.port());
    }

    @AfterEach
    void stop() throws IOException {
        socket.close();
        port.stop();
    }

    private void ask(String query, String headers) throws IOException {
        socket.getOutputStream()
                .write(("GET /api/v1/dial" + query + " HTTP/1.1\r\nHost: test\r\n" + headers + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
    }

    private String bearer() {
        return "Authorization: Bearer " + port.token() + "\r\n";
    }

    private String head() throws IOException {
        return until("\r\n\r\n");
    }

    private String until(String end) throws IOException {
        InputStream in = socket.getInputStream();
        StringBuilder text = new StringBuilder();
        while (text.indexOf(end) < 0) {
            int next = in.read();
            if (next < 0) {
                throw new AssertionError("ended after: " + text);
            }
            text.append((char) next);
        }
        return text.toString();
    }

    private void assertRefused(int status, ErrorCode code, String text) throws IOException {
        String head = head();
        assertThat(head).startsWith("HTTP/1.1 " + status + " ").contains("application/problem+json");
        assertThat(until("}")).contains("\"code\":" + code.number(), text);
        assertThat(port.attached).isNotDone();
    }

    @Test
    void withoutAnUpgradeItSaysWhatIsMissing() throws Exception {
        ask("?node=web", bearer());
        assertRefused(400, ErrorCode.INVALID_ARGUMENT, "Upgrade: sallyport-dial");
        assertThat(port.wanted).isNotDone();
    }

    @Test
    void withoutALoginNothingIsDialled() throws Exception {
        ask("?node=web", UPGRADE);
        assertRefused(401, ErrorCode.NOT_LOGGED_IN, "login");
        assertThat(port.wanted).isNotDone();
    }

    @Test
    void aTokenThatIsOverIsRefused() throws Exception {
        ask("?node=web", UPGRADE + "Authorization: Bearer gone\r\n");
        String head = head();
        assertThat(head).startsWith("HTTP/1.1 401 ").contains("WWW-Authenticate: Bearer");
        assertThat(port.wanted).isNotDone();
    }

    @Test
    void aBrowsersCookieIsNoLoginHere() throws Exception {
        ask("?node=web", UPGRADE + "Cookie: sallyport_session=" + port.token() + "\r\n");
        assertRefused(401, ErrorCode.NOT_LOGGED_IN, "login");
    }

    @Test
    void withoutANodeThereIsNothingToDial() throws Exception {
        ask("?node=", UPGRADE + bearer());
        assertRefused(400, ErrorCode.INVALID_ARGUMENT, "which node");
    }

    @Test
    void theDialersRefusalComesBeforeTheSwitchAndWord() throws Exception {
        ask("?node=web", UPGRADE + bearer());
        port.wanted.get(20, TimeUnit.SECONDS);
        port.outcome.completeExceptionally(new SallyportException(
                ErrorCode.AGENT_OFFLINE, "proxy: the agent of 'web' is not connected; start it"));
        assertRefused(503, ErrorCode.AGENT_OFFLINE, "proxy: the agent of 'web' is not connected; start it");
    }

    @Test
    void theConnectionIsTurnedOverAfterTheDial() throws Exception {
        ask("?node=web.prod", UPGRADE + "Sallyport-Resume: 1\r\n" + bearer());
        DialPort.Wanted wanted = port.wanted.get(20, TimeUnit.SECONDS);
        assertThat(wanted.caller().name()).isEqualTo("jo");
        assertThat(wanted.target().name()).isEqualTo("web.prod");
        assertThat(wanted.target().resumable()).isTrue();
        assertThat(socket.getInputStream().available()).isZero();

        port.outcome.complete(port.dial());
        assertThat(head()).startsWith("HTTP/1.1 101 ").contains("Upgrade: sallyport-dial\r\n");
        CarriedConnection connection = port.attached.get(20, TimeUnit.SECONDS);
        connection.execute(() -> {
            try {
                connection.write(ByteBuffer.wrap("SSH-2.0-node\r\n".getBytes(StandardCharsets.US_ASCII)));
                connection.flush();
            } catch (IOException e) {
                connection.close();
            }
        });
        assertThat(until("\r\n")).isEqualTo("SSH-2.0-node\r\n");
        assertThat(port.closed).isNotDone();
    }

    @Test
    void aDialWhoseClientHasGoneIsJoinedOrClosedButNotForgotten() throws Exception {
        ask("?node=web", UPGRADE + bearer());
        port.wanted.get(20, TimeUnit.SECONDS);
        socket.setSoLinger(true, 0);
        socket.close();
        port.outcome.complete(port.dial());
        java.util.concurrent.CompletableFuture.anyOf(port.closed, port.attached).get(20, TimeUnit.SECONDS);
    }

    @Test
    void whenTheListenerEndsADialThatComesLateIsClosed() throws Exception {
        ask("?node=web", UPGRADE + bearer());
        port.wanted.get(20, TimeUnit.SECONDS);
        port.stop();
        port.outcome.complete(port.dial());
        port.closed.get(20, TimeUnit.SECONDS);
        port = new DialPort();
    }
}
