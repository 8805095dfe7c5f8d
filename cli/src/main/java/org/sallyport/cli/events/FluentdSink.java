package org.sallyport.cli.events;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.sallyport.api.audit.AuditEvent;
import org.sallyport.api.codec.Json;

/** Fluentd's in_http: a page is one POST of a JSON array, which it takes as one record each; 2xx means it has them. */
final class FluentdSink implements EventSink {
    private static final ObjectMapper JSON = Json.jsonMapper();
    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final URI url;
    private final HttpClient client;

    FluentdSink(URI url, Optional<SSLContext> tls) {
        this.url = url;
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(LIMIT)
                .followRedirects(HttpClient.Redirect.NEVER);
        tls.ifPresent(builder::sslContext);
        this.client = builder.build();
    }

    @Override
    public String name() {
        return "fluentd at " + url;
    }

    @Override
    public void deliver(List<AuditEvent> events) throws IOException {
        HttpRequest request = HttpRequest.newBuilder(url)
                .timeout(LIMIT)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofByteArray(JSON.writeValueAsBytes(events)))
                .build();
        try {
            int status =
                    client.send(request, HttpResponse.BodyHandlers.discarding()).statusCode();
            if (status < 200 || status > 299) {
                throw new IOException("it answered HTTP " + status);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
