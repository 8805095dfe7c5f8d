package org.sallyport.benchmarks.rest;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import javax.net.ssl.SSLContext;
import org.sallyport.api.codec.Json;

/**
 * One client of a server on this machine, with a connection that it keeps. It has a loopback address of its own, because
 * the server limits what one address may do without a login.
 */
public final class RestClient implements AutoCloseable {
    private static final Duration ANSWER = Duration.ofSeconds(60);

    private final URI server;
    private final ObjectMapper mapper = Json.jsonMapper();
    private final HttpClient client;

    /** @param number from 0; the address is 127.0.x.y after it */
    public RestClient(URI server, SSLContext tls, int number) {
        this.server = server;
        this.client = HttpClient.newBuilder()
                .sslContext(tls)
                .localAddress(address(number))
                .build();
    }

    private static InetAddress address(int number) {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, (byte) (1 + number / 250), (byte) (1 + number % 250)});
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public byte[] json(Object body) {
        try {
            return mapper.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public <T> T read(byte[] answer, Class<T> type) {
        try {
            return mapper.readValue(answer, type);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    public HttpRequest post(String path, String bearer, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(server.resolve(path))
                .timeout(ANSWER)
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofByteArray(body));
        return bearer.isEmpty()
                ? request.build()
                : request.header("Authorization", "Bearer " + bearer).build();
    }

    /** @throws IllegalStateException for any answer but 200: a benchmark of refusals measures nothing */
    public byte[] send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = client.send(request, BodyHandlers.ofByteArray());
            if (response.statusCode() != 200) {
                throw new IllegalStateException(request.uri() + ": " + response.statusCode() + " "
                        + new String(response.body(), java.nio.charset.StandardCharsets.UTF_8));
            }
            return response.body();
        } catch (IOException e) {
            throw new IllegalStateException(request.uri() + ": " + e, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
