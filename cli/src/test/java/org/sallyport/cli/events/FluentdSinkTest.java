package org.sallyport.cli.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsParameters;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.codec.Json;
import org.sallyport.api.rest.Page;

/** To a receiver that asks for a certificate and does not always answer as one would like. */
final class FluentdSinkTest {
    private static final ObjectMapper JSON = Json.jsonMapper();

    @TempDir
    private Path directory;

    private final List<AuditEvent> received = new ArrayList<>();
    private int calls;

    @Test
    void receiverThatRefusesOrHangsUpLosesNothing() throws Exception {
        TestCertificates certificates = TestCertificates.in(directory);
        HttpsServer server = server(certificates.tls("localhost"));
        SomeEvents log = new SomeEvents(100, 10);
        Stop stop = new Stop();
        List<String> told = new ArrayList<>();
        EventSource source = after -> {
            Page<AuditEvent> page = log.next(after);
            if (page.nextCursor().equals(after)) {
                stop.ask();
            }
            return page;
        };
        try (CursorFile state = CursorFile.open(directory.resolve("state"), "c-1")) {
            FluentdSink sink = sink(server, Optional.of(certificates.tls("client")));
            new Exporter(source, sink, state, stop, Duration.ofMillis(1), told::add).run();
        } finally {
            server.stop(0);
        }
        assertThat(received).containsAll(log.all);
        assertThat(told).anyMatch(line -> line.contains("it answered HTTP 503"));
    }

    @Test
    void withoutACertificateNothingIsTaken() throws Exception {
        TestCertificates certificates = TestCertificates.in(directory);
        HttpsServer server = server(certificates.tls("localhost"));
        try {
            FluentdSink sink = sink(server, Optional.of(certificates.trustOnly()));
            org.assertj.core.api.Assertions.assertThatThrownBy(() -> sink.deliver(new SomeEvents(1, 1).all))
                    .isInstanceOf(IOException.class);
        } finally {
            server.stop(0);
        }
        assertThat(received).isEmpty();
    }

    private static FluentdSink sink(HttpsServer server, Optional<SSLContext> tls) {
        return new FluentdSink(
                URI.create("https://localhost:" + server.getAddress().getPort() + "/sallyport.audit"), tls);
    }

    private HttpsServer server(SSLContext tls) throws IOException {
        HttpsServer server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(tls) {
            @Override
            public void configure(HttpsParameters parameters) {
                SSLParameters asked = tls.getDefaultSSLParameters();
                asked.setNeedClientAuth(true);
                parameters.setSSLParameters(asked);
            }
        });
        server.createContext("/sallyport.audit", this::take);
        server.start();
        return server;
    }

    private void take(HttpExchange exchange) throws IOException {
        calls++;
        byte[] body = exchange.getRequestBody().readAllBytes();
        if (calls == 2) {
            exchange.sendResponseHeaders(503, -1);
        } else if (calls == 4) {
            // taken and not answered: it comes again
            keep(body);
            throw new IOException("hung up");
        } else {
            keep(body);
            exchange.sendResponseHeaders(200, -1);
        }
        exchange.close();
    }

    private void keep(byte[] body) throws IOException {
        received.addAll(JSON.readValue(body, new TypeReference<List<AuditEvent>>() {}));
    }
}
