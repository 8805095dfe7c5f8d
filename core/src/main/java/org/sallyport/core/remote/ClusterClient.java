package org.sallyport.core.remote;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JavaType;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.AuthoritiesAnswer;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.api.rest.JoinRequest;
import org.sallyport.api.rest.JoinResponse;

/**
 * The REST API of a cluster, for stand-alone programs. Connects when first used. Every failure is a
 * {@link SallyportException}: what the server refused under the server's code; no connection as PROXY_UNREACHABLE,
 * CERTIFICATE_UNTRUSTED or CA_PIN_MISMATCH. Thread-safe.
 */
public final class ClusterClient implements AutoCloseable {
    private static final int MOST_BYTES = 8 << 20;
    private static final BodyHandler<byte[]> BOUNDED = head -> new BoundedBody(MOST_BYTES);
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private final ClusterAddress address;
    private final ServerTrust trust;
    private final Clock clock;
    private final ObjectMapper mapper;
    private final RemoteFailures failures;
    private final Consumer<List<Authority>> learnt;
    private HttpClient connected;

    public ClusterClient(ClusterAddress address, ServerTrust trust, Clock clock) {
        this(address, trust, clock, ignored -> {});
    }

    /** @param learnt told the cluster's authorities each time that a server has proved itself by one of them */
    public ClusterClient(ClusterAddress address, ServerTrust trust, Clock clock, Consumer<List<Authority>> learnt) {
        this.learnt = requireNonNull(learnt, "learnt");
        this.address = requireNonNull(address, "address");
        this.trust = requireNonNull(trust, "trust");
        this.clock = requireNonNull(clock, "clock");
        // an older client must be able to read what a newer server adds
        this.mapper = Json.jsonMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
        this.failures = new RemoteFailures(address, mapper);
    }

    public ClusterAddress address() {
        return address;
    }

    public ClusterInfo ping() {
        return call(ApiRequest.get("/api/v1/ping"), ClusterInfo.class).body();
    }

    public List<Authority> authorities() {
        ApiRequest request = ApiRequest.get("/api/v1/authorities").query("nonce", BindingCheck.nonce());
        return call(request, AuthoritiesAnswer.class).body().authorities();
    }

    public JoinResponse join(JoinRequest request) {
        return call(ApiRequest.post("/api/v1/join", request), JoinResponse.class)
                .body();
    }

    /** For answers without type parameters; {@code Void.class} where none is expected. */
    public <T> ApiAnswer<T> call(ApiRequest request, Class<T> type) {
        return call(request, mapper.constructType(type));
    }

    /** For generic answers, such as pages. */
    public <T> ApiAnswer<T> call(ApiRequest request, TypeReference<T> type) {
        return call(request, mapper.constructType(type.getType()));
    }

    /** An answer of any size and type, to be read as it comes; to be closed. */
    public InputStream open(ApiRequest request) {
        HttpResponse<InputStream> response =
                sendVerified(http(request.header("Accept", "*/*")), BodyHandlers.ofInputStream());
        if (response.statusCode() == 200) {
            return response.body();
        }
        try (InputStream body = response.body()) {
            throw failures.of(response.statusCode(), body.readNBytes(MOST_BYTES));
        } catch (IOException e) {
            throw failures.of(e);
        }
    }

    private <T> ApiAnswer<T> call(ApiRequest request, JavaType type) {
        HttpResponse<byte[]> response = sendVerified(http(request), BOUNDED);
        if (response.statusCode() < 200 || response.statusCode() > 299) {
            throw failures.of(response.statusCode(), response.body());
        }
        return new ApiAnswer<>(response.statusCode(), read(response.body(), type), revision(response));
    }

    private <T> T read(byte[] body, JavaType type) {
        if (body.length == 0 || type.hasRawClass(Void.class)) {
            return null;
        }
        try {
            return mapper.readValue(body, type);
        } catch (IOException e) {
            throw failures.unreadable(e);
        }
    }

    private static OptionalLong revision(HttpResponse<?> response) {
        return response.headers().firstValue("ETag").stream()
                .map(tag -> tag.replace("W/", "").replace("\"", ""))
                .filter(tag -> tag.matches("[0-9]{1,18}"))
                .mapToLong(Long::parseLong)
                .findFirst();
    }

    private HttpRequest http(ApiRequest request) {
        HttpRequest.Builder http = HttpRequest.newBuilder(address.uri(request.pathAndQuery()))
                .timeout(ANSWER)
                .header("Accept", "application/json, application/problem+json");
        request.headers().forEach(http::header);
        request.token().ifPresent(token -> http.header("Authorization", "Bearer " + token.reveal()));
        if (request.body().isPresent()) {
            http.header("Content-Type", "application/json")
                    .method(
                            request.method(),
                            BodyPublishers.ofByteArray(json(request.body().get())));
        } else {
            http.method(request.method(), BodyPublishers.noBody());
        }
        return http.build();
    }

    private byte[] json(Object body) {
        try {
            return mapper.writeValueAsBytes(body);
        } catch (IOException e) {
            throw new SallyportException(ErrorCode.INTERNAL, "the request cannot be written as JSON", "", e);
        }
    }

    private <T> HttpResponse<T> sendVerified(HttpRequest request, BodyHandler<T> body) {
        try {
            return send(client(), request, body);
        } catch (SallyportException e) {
            if (RemoteFailures.find(e, TlsContexts.LeafChanged.class).isEmpty()) {
                throw e;
            }
            // the server may have renewed its HTTPS certificate; whoever is there now has to prove itself as well.
            // The handshake failed, so the request never left and repeating it is safe.
            close();
            return send(client(), request, body);
        }
    }

    private synchronized HttpClient client() {
        if (connected == null) {
            connected = switch (trust) {
                case ServerTrust.SystemPki ignored -> builder().build();
                case ServerTrust.CaPin pin -> bound(BindingCheck.byPin(pin, address, clock));
                case ServerTrust.KnownAuthority known -> bound(BindingCheck.byAuthority(known, address, clock));
            };
        }
        return connected;
    }

    private HttpClient bound(BindingCheck check) {
        byte[] leaf;
        try (HttpClient unverified =
                builder().sslContext(TlsContexts.unverified()).build()) {
            ApiRequest request = ApiRequest.get("/api/v1/authorities").query("nonce", check.ownNonce());
            HttpResponse<byte[]> response = send(unverified, http(request), BOUNDED);
            if (response.statusCode() != 200) {
                throw failures.of(response.statusCode(), response.body());
            }
            AuthoritiesAnswer answer = read(response.body(), mapper.constructType(AuthoritiesAnswer.class));
            leaf = check.verifiedLeaf(answer, response.sslSession().orElseThrow());
            learnt.accept(answer.authorities());
        }
        return builder().sslContext(TlsContexts.exactly(leaf)).build();
    }

    private HttpClient.Builder builder() {
        // one request at a time: HTTP/2 would only be more to load and to say
        HttpClient.Builder builder = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(CONNECT)
                .followRedirects(HttpClient.Redirect.NEVER);
        HttpProxy.ofEnvironment(address).ifPresent(proxy -> proxy.install(builder));
        return builder;
    }

    private <T> HttpResponse<T> send(HttpClient client, HttpRequest request, BodyHandler<T> body) {
        CompletableFuture<HttpResponse<T>> answer = client.sendAsync(request, body);
        try {
            // the request's own timeout ends with the response's head; this one covers its body too
            return answer.get(CONNECT.plus(ANSWER).toSeconds(), TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            throw failures.of(e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw failures.of(e);
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw new SallyportException(ErrorCode.SHUTTING_DOWN, "the call was interrupted", "", e);
        }
    }

    @Override
    public synchronized void close() {
        if (connected != null) {
            connected.shutdownNow();
            connected = null;
        }
    }
}
