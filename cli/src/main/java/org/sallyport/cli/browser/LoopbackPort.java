package org.sallyport.cli.browser;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** The port on this machine that the browser brings the code to (RFC 8252 section 7.3). Takes one answer. */
final class LoopbackPort implements AutoCloseable {
    private final HttpServer server;
    private final String state;
    private final CompletableFuture<String> code = new CompletableFuture<>();

    private LoopbackPort(HttpServer server, String state) {
        this.server = server;
        this.state = state;
    }

    static LoopbackPort open(String state) {
        try {
            HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 4);
            LoopbackPort port = new LoopbackPort(server, state);
            server.createContext("/callback", port::answer);
            server.start();
            return port;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String redirectUri() {
        return "http://127.0.0.1:" + server.getAddress().getPort() + "/callback";
    }

    String await(Duration limit) {
        try {
            return code.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new SallyportException(
                    ErrorCode.LOGIN_REQUEST_INVALID,
                    "cli: the browser did not come back in time. Run 'sallyport login' again, with --headless when the"
                            + " browser is on another machine");
        } catch (ExecutionException e) {
            if (e.getCause() instanceof SallyportException refusal) {
                throw refusal;
            }
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        Map<String, String> query = query(
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""));
        // any page in the browser can call this port: only who knows the state is listened to
        boolean ours = exchange.getRequestMethod().equals("GET")
                && MessageDigest.isEqual(
                        query.getOrDefault("state", "").getBytes(StandardCharsets.US_ASCII),
                        state.getBytes(StandardCharsets.US_ASCII));
        if (!ours) {
            page(exchange, 400, "This is not the login that the terminal waits for.");
            return;
        }
        String given = query.getOrDefault("code", "");
        // the page first: with the answer the program ends
        page(
                exchange,
                200,
                given.isEmpty()
                        ? "The login was refused. You can close this window."
                        : "Done. You can close this window and go back to the terminal.");
        if (given.isEmpty()) {
            code.completeExceptionally(
                    new SallyportException(ErrorCode.LOGIN_DENIED, "cli: the login was refused in the browser"));
        } else {
            code.complete(given);
        }
    }

    private static Map<String, String> query(String raw) {
        Map<String, String> query = new LinkedHashMap<>();
        for (String pair : raw.split("&")) {
            int equals = pair.indexOf('=');
            if (equals > 0) {
                query.put(pair.substring(0, equals), pair.substring(equals + 1));
            }
        }
        return query;
    }

    private static void page(HttpExchange exchange, int status, String words) throws IOException {
        byte[] body = (words + "\n").getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        exchange.getResponseHeaders().set("X-Content-Type-Options", "nosniff");
        exchange.getResponseHeaders().set("Referrer-Policy", "no-referrer");
        exchange.getResponseHeaders().set("Connection", "close");
        exchange.sendResponseHeaders(status, body.length);
        try (exchange) {
            exchange.getResponseBody().write(body);
        }
    }

    @Override
    public void close() {
        // time for the page to leave
        server.stop(1);
    }
}
