package org.sallyport.core.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.ca.CaPins;
import org.sallyport.core.keys.Secret;

/** The token is told only to a server that proved itself; then the connection is the node's. */
@Timeout(60)
final class DialClientTest {
    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final Secret TOKEN = new Secret("the-token");

    private final CaKeys ca = CaKeys.generate(CaType.HOST, "prod", Clock.systemUTC());

    private static DialClient client(ClusterAddress address, ServerTrust trust) {
        return new DialClient(address, trust, Optional.empty(), LIMIT, Clock.systemUTC());
    }

    private ServerTrust pin() {
        return new ServerTrust.CaPin(List.of(CaPins.of(ca.authority()).getFirst()));
    }

    @Test
    void provesTheServerAndDialsInOneConnection() throws Exception {
        try (ProvingServer server = new ProvingServer(
                ca, "HTTP/1.1 101 Switching Protocols\r\nUpgrade: sallyport-dial\r\n\r\nSSH-2.0-node", true)) {
            try (TlsChannel channel = client(server.address(), pin()).dial("web 1", TOKEN, true)) {
                channel.socket().configureBlocking(true);
                ByteBuffer early = ByteBuffer.allocate(12);
                while (early.hasRemaining()) {
                    channel.read(early);
                }
                assertThat(new String(early.array(), StandardCharsets.US_ASCII)).isEqualTo("SSH-2.0-node");
            }
            assertThat(server.requests).hasSize(2);
            assertThat(server.requests.get(0))
                    .startsWith("GET /api/v1/authorities?nonce=")
                    .doesNotContain("the-token");
            assertThat(server.requests.get(1))
                    .startsWith("GET /api/v1/dial?node=web%201 HTTP/1.1\r\n")
                    .contains(
                            "Connection: Upgrade\r\n",
                            "Upgrade: sallyport-dial\r\n",
                            "Sallyport-Resume: 1\r\n",
                            "Authorization: Bearer the-token\r\n");
            assertThat(server.connections).hasValue(1);
        }
    }

    @Test
    void aServerThatCannotProveItselfIsNotToldTheToken() throws Exception {
        try (ProvingServer server = new ProvingServer(ca, "", false)) {
            assertThatThrownBy(() -> client(server.address(), pin()).dial("web", TOKEN, false))
                    .isInstanceOfSatisfying(
                            SallyportException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.CA_PIN_MISMATCH));
            assertThat(server.requests).noneMatch(request -> request.contains("the-token"));
        }
    }

    @Test
    void withoutAPinTheSystemMustTrustTheCertificate() throws Exception {
        try (ProvingServer server = new ProvingServer(ca, "", true)) {
            assertThatThrownBy(() -> client(server.address(), new ServerTrust.SystemPki())
                            .dial("web", TOKEN, false))
                    .isInstanceOfSatisfying(SallyportException.class, e -> assertThat(e.code())
                            .isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED));
            assertThat(server.requests).isEmpty();
        }
    }

    @Test
    void aRefusalIsTheServersOwnWordsAlsoInChunks() throws Exception {
        String problem =
                "{\"type\":\"about:blank\",\"title\":\"t\",\"status\":404,\"detail\":\"proxy: there is no such node\","
                        + "\"code\":" + ErrorCode.NOT_FOUND.number() + ",\"trace_id\":\"\"}";
        String half = problem.substring(0, 40);
        String rest = problem.substring(40);
        String answer = "HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n"
                + Integer.toHexString(half.length()) + "\r\n" + half + "\r\n"
                + Integer.toHexString(rest.length()) + ";x=y\r\n" + rest + "\r\n0\r\n\r\n";
        try (ProvingServer server = new ProvingServer(ca, answer, true)) {
            assertThatThrownBy(() -> client(server.address(), pin()).dial("web", TOKEN, false))
                    .isInstanceOfSatisfying(SallyportException.class, e -> {
                        assertThat(e.code()).isEqualTo(ErrorCode.NOT_FOUND);
                        assertThat(e.userMessage()).isEqualTo("proxy: there is no such node");
                    });
        }
    }
}
