package org.sallyport.tests.telemetry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;

/** A collector: OTLP over HTTP, each request as it came into a file of its own. A program, to run beside the server. */
public final class OtlpReceiver {
    private static final int OK = 200;
    private final Path directory;
    private final AtomicInteger number = new AtomicInteger();

    private OtlpReceiver(Path directory) {
        this.directory = directory;
    }

    /** Port and directory. */
    public static void main(String[] words) throws IOException {
        OtlpReceiver receiver = new OtlpReceiver(Path.of(words[1]));
        HttpServer server = HttpServer.create(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(words[0])), 0);
        server.createContext("/", receiver::take);
        server.start();
    }

    private void take(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String signal = path.substring(path.lastIndexOf('/') + 1);
        try (InputStream body = body(exchange)) {
            Path part = directory.resolve("part." + Thread.currentThread().threadId());
            Files.write(part, body.readAllBytes());
            // whole or not at all for who reads there
            Files.move(
                    part, directory.resolve(signal + "-" + number.incrementAndGet()), StandardCopyOption.ATOMIC_MOVE);
        }
        exchange.getResponseHeaders().add("Content-Type", "application/x-protobuf");
        exchange.sendResponseHeaders(OK, -1);
        exchange.close();
    }

    private static InputStream body(HttpExchange exchange) throws IOException {
        InputStream raw = exchange.getRequestBody();
        return "gzip".equals(exchange.getRequestHeaders().getFirst("Content-Encoding"))
                ? new GZIPInputStream(raw)
                : raw;
    }
}
