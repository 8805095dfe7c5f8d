package org.sallyport.web.connect;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Against Undertow itself: the listener's limits are told before the connection is turned over. */
@Timeout(60)
final class ConnectServletTest {
    private static final String TEXT = "proxy: too many connections at once, 9 logins are under way; try again in 17 s";

    @Test
    void whoIsTurnedAwayLearnsWhyAndWhenToComeBack() throws Exception {
        DialPort port = new DialPort();
        port.turnedAway = new SallyportException(ErrorCode.RATE_LIMITED, TEXT);
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port.port())) {
            String ask = "GET /api/v1/connect HTTP/1.1\r\nHost: test\r\nConnection: Upgrade\r\nUpgrade: ssh\r\n\r\n";
            socket.getOutputStream().write(ask.getBytes(StandardCharsets.US_ASCII));
            socket.shutdownOutput();
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(answer)
                    .startsWith("HTTP/1.1 429 ")
                    .containsIgnoringCase("Retry-After: 17\r\n")
                    .contains(TEXT, "\"code\":" + ErrorCode.RATE_LIMITED.number());
        } finally {
            port.stop();
        }
    }
}
