package org.sallyport.core.remote;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.codec.Json;
import org.sallyport.api.rest.AuthoritiesAnswer;
import org.sallyport.api.rest.TlsBinding;
import org.sallyport.core.ca.CaKeys;
import org.sallyport.core.ca.TlsBindings;
import org.sallyport.core.ca.X509Template;
import org.sallyport.core.keys.TlsKeys;

/** An HTTPS server with a certificate that nobody trusts, and the cluster's proof that it is its own. */
final class TestServer implements AutoCloseable {
    record Answer(int status, String contentType, byte[] body) {}

    record Call(String method, String target, String authorization, String ifMatch, String body) {}

    private static final char[] PASSWORD = "test".toCharArray();

    final CaKeys hostCa;
    final List<Call> calls = new CopyOnWriteArrayList<>();
    final ConcurrentHashMap<String, Answer> answers = new ConcurrentHashMap<>();
    UnaryOperator<AuthoritiesAnswer> spoil = UnaryOperator.identity();
    private final ObjectMapper mapper = Json.jsonMapper();
    private final KeyPair authKey = TlsKeys.generate();
    private final X509Certificate authCertificate;
    private final KeyPair leafKey = TlsKeys.generate();
    private final X509Certificate leaf;
    private final HttpsServer server;

    TestServer(CaKeys hostCa, int port) {
        this.hostCa = hostCa;
        this.authCertificate = hostCa.sign(template(authKey, "sallyport-auth"));
        this.leaf = CaKeys.generate(CaType.HOST, "elsewhere", Clock.systemUTC()).sign(template(leafKey, "localhost"));
        try {
            server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 10);
            server.setHttpsConfigurator(new HttpsConfigurator(context()));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        server.createContext("/", this::handle);
        server.start();
    }

    static X509Template template(KeyPair key, String name) {
        Instant now = Clock.systemUTC().instant();
        return new X509Template(
                key.getPublic(),
                5,
                name,
                List.of(),
                now.minusSeconds(60),
                now.plus(Duration.ofHours(1)),
                X509Template.Purpose.SERVER,
                List.of(name),
                Optional.empty());
    }

    private SSLContext context() {
        return context(leafKey, leaf);
    }

    /** Of a server with a certificate that nobody trusts. */
    static SSLContext anyContext() {
        KeyPair key = TlsKeys.generate();
        return context(
                key,
                CaKeys.generate(CaType.HOST, "elsewhere", Clock.systemUTC()).sign(template(key, "localhost")));
    }

    static SSLContext context(KeyPair leafKey, X509Certificate leaf) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry("leaf", leafKey.getPrivate(), PASSWORD, new Certificate[] {leaf});
            KeyManagerFactory managers = KeyManagerFactory.getInstance("PKIX");
            managers.init(store, PASSWORD);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(managers.getKeyManagers(), null, null);
            return context;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    ClusterAddress address() {
        return new ClusterAddress("localhost", server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            String target = exchange.getRequestURI().toString();
            calls.add(new Call(
                    exchange.getRequestMethod(),
                    target,
                    exchange.getRequestHeaders().getFirst("Authorization"),
                    exchange.getRequestHeaders().getFirst("If-Match"),
                    new String(exchange.getRequestBody().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8)));
            Answer answer = target.startsWith("/api/v1/authorities?nonce=")
                    ? new Answer(200, "application/json", authorities(target.substring(26)))
                    : answers.getOrDefault(
                            exchange.getRequestURI().getPath(), new Answer(404, "text/html", new byte[0]));
            exchange.getResponseHeaders().set("Content-Type", answer.contentType());
            exchange.getResponseHeaders().set("ETag", "\"7\"");
            exchange.sendResponseHeaders(answer.status(), answer.body().length == 0 ? -1 : answer.body().length);
            exchange.getResponseBody().write(answer.body());
        }
    }

    private byte[] authorities(String nonce) throws IOException {
        try {
            Authority host = hostCa.authority();
            TlsBinding binding = TlsBindings.sign(
                    nonce, leaf.getEncoded(), TlsKeys.chainPem(List.of(authCertificate)), authKey.getPrivate());
            return mapper.writeValueAsBytes(spoil.apply(new AuthoritiesAnswer(List.of(host), binding)));
        } catch (java.security.cert.CertificateEncodingException e) {
            throw new IOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
