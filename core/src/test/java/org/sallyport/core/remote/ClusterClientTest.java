package org.sallyport.core.remote;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.core.type.TypeReference;
import java.net.ServerSocket;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.AuthoritiesAnswer;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.api.rest.Page;
import org.sallyport.api.rest.TlsBinding;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.ca.CaPins;
import org.sallyport.core.keys.Secret;

class ClusterClientTest {
    private static final String PING =
            "{\"cluster_id\":\"c\",\"cluster_name\":\"n\",\"version\":\"1\",\"public_address\":\"p:1\","
                    + "\"ssh_address\":\"p:2\",\"ca_pins\":[],\"of_a_later_version\":true}";
    private final Clock clock = Clock.systemUTC();
    private final CaKeys hostCa = CaKeys.generate(CaType.HOST, "test", clock);
    private final TestServer server = new TestServer(hostCa, 0);
    private final List<AutoCloseable> opened = new ArrayList<>(List.of(server));

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : opened) {
            each.close();
        }
    }

    private ClusterClient client(ServerTrust trust) {
        ClusterClient client = new ClusterClient(server.address(), trust, clock);
        opened.addFirst(client);
        return client;
    }

    private ClusterClient pinned() {
        return client(new ServerTrust.CaPin(CaPins.of(hostCa.authority())));
    }

    private void answer(String path, int status, String type, String body) {
        server.answers.put(path, new TestServer.Answer(status, type, body.getBytes(UTF_8)));
    }

    private static SallyportException failure(Runnable call) {
        return catchThrowableOfType(SallyportException.class, call::run);
    }

    @Test
    void aPinSufficesAndNewerAnswersAreRead() {
        answer("/api/v1/ping", 200, "application/json", PING);
        assertThat(pinned().ping()).isEqualTo(new ClusterInfo("c", "n", "1", "p:1", "p:2", List.of()));
        assertThat(pinned().authorities()).containsExactly(hostCa.authority());
    }

    @Test
    void anEarlierLearntAuthoritySuffices() {
        answer("/api/v1/ping", 200, "application/json", PING);
        assertThat(client(new ServerTrust.KnownAuthority(hostCa.authority()))
                        .ping()
                        .clusterId())
                .isEqualTo("c");
    }

    @Test
    void aWrongPinIsToldBeforeAnythingElseIsSent() {
        ClusterClient client = client(new ServerTrust.CaPin(List.of("sha256:" + "00".repeat(32))));
        SallyportException e = failure(client::ping);

        assertThat(e.code()).isEqualTo(ErrorCode.CA_PIN_MISMATCH);
        assertThat(e.userMessage())
                .contains(server.address().toString(), "CA pin")
                .doesNotContain("\n");
        assertThat(server.calls).singleElement().satisfies(call -> assertThat(call.target())
                .startsWith("/api/v1/authorities?nonce="));
    }

    @Test
    void anImpostorWhoListsTheRealCaBesideItsOwnIsRefused() {
        CaKeys real = CaKeys.generate(CaType.HOST, "real", clock);
        server.spoil = answer -> {
            Authority own = answer.authorities().getFirst();
            List<String> both = List.of(
                    own.x509Certificates().getFirst(),
                    real.authority().x509Certificates().getFirst());
            return new AuthoritiesAnswer(
                    List.of(new Authority(CaType.HOST, own.sshPublicKeys(), both)), answer.binding());
        };
        SallyportException e = failure(client(new ServerTrust.CaPin(CaPins.of(real.authority())))::ping);

        assertThat(e.code()).isEqualTo(ErrorCode.CA_PIN_MISMATCH);
    }

    @Test
    void anotherProofCountsWhileTheHostCaIsRotated() {
        answer("/api/v1/ping", 200, "application/json", PING);
        server.spoil = answer -> new AuthoritiesAnswer(
                answer.authorities(),
                new TlsBinding(answer.binding().chain(), answer.binding().certificateSha256(), "AAAA"),
                List.of(answer.binding()));
        assertThat(pinned().ping().clusterId()).isEqualTo("c");
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "digest", "signature", "no host ca"})
    void aSpoiltProofIsRefused(String what) {
        server.spoil = answer -> {
            TlsBinding binding = answer.binding();
            return switch (what) {
                case "none" -> new AuthoritiesAnswer(answer.authorities(), null);
                case "digest" ->
                    new AuthoritiesAnswer(
                            answer.authorities(),
                            new TlsBinding(binding.chain(), "ab".repeat(32), binding.signature()));
                case "signature" ->
                    new AuthoritiesAnswer(
                            answer.authorities(), new TlsBinding(binding.chain(), binding.certificateSha256(), "AAAA"));
                default -> new AuthoritiesAnswer(List.of(), binding);
            };
        };
        assertThat(failure(pinned()::ping).code()).isEqualTo(ErrorCode.CA_PIN_MISMATCH);
    }

    @Test
    void withoutAPinTheSystemsTrustDecides() {
        SallyportException e = failure(client(new ServerTrust.SystemPki())::ping);

        assertThat(e.code()).isEqualTo(ErrorCode.CERTIFICATE_UNTRUSTED);
        assertThat(e.userMessage()).contains("TLS:", "CA pin").doesNotContain("\n");
    }

    @Test
    void aServerThatRenewedItsCertificateHasToProveItselfAndGoesOn() {
        answer("/api/v1/ping", 200, "application/json", PING);
        ClusterClient client = pinned();
        client.ping();
        int port = server.address().port();
        server.close();
        try (TestServer renewed = new TestServer(hostCa, port)) {
            renewed.answers.putAll(server.answers);
            assertThat(client.ping().clusterId()).isEqualTo("c");
        }
        try (TestServer impostor = new TestServer(CaKeys.generate(CaType.HOST, "x", clock), port)) {
            assertThat(failure(client::ping).code()).isEqualTo(ErrorCode.CA_PIN_MISMATCH);
            assertThat(impostor.calls)
                    .allSatisfy(call -> assertThat(call.target()).contains("authorities"));
        }
    }

    @Test
    void callsCarryTokenRevisionQueryAndBody() {
        answer("/api/v1/nodes", 200, "application/json", "{\"items\":[\"a\"],\"next_cursor\":\"x\"}");
        ApiAnswer<Page<String>> page = pinned().call(
                        ApiRequest.post("/api/v1/nodes", List.of("b"))
                                .query("search", "a b&c=ü")
                                .query("cursor", "")
                                .ifMatch(7)
                                .bearer(new Secret("t0ken")),
                        new TypeReference<Page<String>>() {});

        assertThat(page.body()).isEqualTo(new Page<>(List.of("a"), "x"));
        assertThat(page.revision()).hasValue(7);
        assertThat(server.calls.getLast())
                .isEqualTo(new TestServer.Call(
                        "POST", "/api/v1/nodes?search=a%20b%26c%3D%C3%BC", "Bearer t0ken", "\"7\"", "[\"b\"]"));
    }

    @Test
    void noContentIsNoBody() {
        answer("/api/v1/session", 204, "application/json", "");
        assertThat(pinned().call(ApiRequest.of("DELETE", "/api/v1/session"), Void.class)
                        .body())
                .isNull();
    }

    @ParameterizedTest
    @CsvSource({"403,300,ACCESS_DENIED", "401,203,JOIN_REFUSED", "409,99999,STALE_REVISION", "404,99999,NOT_FOUND"})
    void aProblemBecomesItsCode(int status, int number, ErrorCode code) {
        String problem = "{\"type\":\"t\",\"title\":\"t\",\"status\":%d,\"detail\":\"why\",\"code\":%d}"
                .formatted(status, number);
        answer("/api/v1/ping", status, "application/problem+json", problem);
        SallyportException e = failure(pinned()::ping);

        assertThat(e.code()).isEqualTo(code);
        assertThat(e.userMessage()).isEqualTo("why");
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 404, 502})
    void anAnswerThatIsNotOursIsToldApart(int status) {
        answer("/api/v1/ping", status, "text/html", "<html>");
        SallyportException e = failure(pinned()::ping);

        assertThat(e.code()).isEqualTo(ErrorCode.PROXY_UNREACHABLE);
        assertThat(e.userMessage()).contains("status " + status);
    }

    @Test
    void garbageAndTooMuchAreRefused() {
        answer("/api/v1/ping", 200, "application/json", "<html>");
        assertThat(failure(pinned()::ping).code()).isEqualTo(ErrorCode.PROXY_UNREACHABLE);

        answer("/api/v1/ping", 200, "application/json", "\"" + "x".repeat(9 << 20) + "\"");
        assertThat(failure(pinned()::ping).userMessage()).contains("larger than");
    }

    @Test
    void refusedUnresolvedAndNotTlsAreToldApart() throws Exception {
        int port = server.address().port();
        server.close();
        assertThat(unreachable(new ClusterAddress("localhost", port))).contains("network:", "refuses connections");
        assertThat(unreachable(new ClusterAddress("no-such-host.invalid", 443))).contains("name resolution:");
        try (ServerSocket plain = new ServerSocket(0)) {
            Thread.ofVirtual().start(() -> {
                try (var socket = plain.accept()) {
                    socket.getOutputStream().write("SSH-2.0-no tls here\r\n".getBytes(UTF_8));
                    socket.getInputStream().readAllBytes();
                } catch (java.io.IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(unreachable(new ClusterAddress("localhost", plain.getLocalPort())))
                    .contains("TLS:");
        }
    }

    private String unreachable(ClusterAddress address) {
        try (ClusterClient client = new ClusterClient(address, new ServerTrust.SystemPki(), clock)) {
            SallyportException e = failure(client::ping);
            assertThat(e.code()).isEqualTo(ErrorCode.PROXY_UNREACHABLE);
            assertThat(e.userMessage()).doesNotContain("\n");
            return e.userMessage();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "proxy.example.com, proxy.example.com:443",
        "https://p:8443/, p:8443",
        "[::1]:22, [::1]:22",
        "10.0.0.1:1, 10.0.0.1:1"
    })
    void addresses(String text, String expected) {
        assertThat(ClusterAddress.parse(text)).hasToString(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "http://p", "p:0", "p:65536", "p:x", "user@p", "p/path", "::1"})
    void noAddresses(String text) {
        assertThat(failure(() -> ClusterAddress.parse(text)).code()).isEqualTo(ErrorCode.INVALID_ARGUMENT);
    }
}
