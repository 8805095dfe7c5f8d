package org.sallyport.tests.telemetry;

import io.opentelemetry.proto.collector.metrics.v1.ExportMetricsServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.common.v1.KeyValue;
import io.opentelemetry.proto.metrics.v1.Metric;
import io.opentelemetry.proto.metrics.v1.NumberDataPoint;
import io.opentelemetry.proto.trace.v1.Span;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sallyport.tests.cluster.Host;

/** {@link OtlpReceiver} on the server's host, and what it was sent. */
final class OtlpCollector implements AutoCloseable {
    static final int PORT = 4318;
    private final Path directory;
    private final Process process;

    OtlpCollector(Host host, Path directory) {
        this.directory = directory;
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        process = host.command(
                        Path.of(System.getProperty("java.home"), "bin/java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtlpReceiver.class.getName(),
                        Integer.toString(PORT),
                        directory.toString())
                .start(directory.resolveSibling("collector.log"));
    }

    private List<Path> requests(String signal) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.filter(file -> file.getFileName().toString().startsWith(signal + "-"))
                    .sorted(Comparator.comparing(OtlpCollector::number))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int number(Path file) {
        String name = file.getFileName().toString();
        return Integer.parseInt(name.substring(name.indexOf('-') + 1));
    }

    /** How many requests there were of any signal. */
    int requests() {
        return requests("metrics").size()
                + requests("traces").size()
                + requests("logs").size();
    }

    int logs() {
        return requests("logs").size();
    }

    /** The last value of each of our metrics, by name and attributes, such as {@code sallyport.tunnels{}}. */
    Map<String, Double> metrics() {
        Map<String, Double> values = new TreeMap<>();
        all().filter(metric -> metric.getName().startsWith("sallyport.")).forEach(metric -> points(metric)
                .forEach(point -> values.put(metric.getName() + attributes(point), value(point))));
        return values;
    }

    /** Of everything that was sent. */
    Set<String> names() {
        return all().map(Metric::getName).collect(Collectors.toSet());
    }

    private Stream<Metric> all() {
        return requests("metrics").stream()
                .map(file -> parsed(() -> ExportMetricsServiceRequest.parseFrom(Files.readAllBytes(file))))
                .flatMap(request -> request.getResourceMetricsList().stream())
                .flatMap(resource -> resource.getScopeMetricsList().stream())
                .flatMap(scope -> scope.getMetricsList().stream());
    }

    private static List<NumberDataPoint> points(Metric metric) {
        return metric.hasSum()
                ? metric.getSum().getDataPointsList()
                : metric.getGauge().getDataPointsList();
    }

    private static double value(NumberDataPoint point) {
        return point.hasAsInt() ? point.getAsInt() : point.getAsDouble();
    }

    private static Map<String, String> attributes(NumberDataPoint point) {
        return point.getAttributesList().stream()
                // those that the server puts on everything
                .filter(one -> one.getKey().startsWith("sallyport.")
                        || one.getKey().equals("error.type")
                        || one.getKey().equals("rpc.method"))
                .collect(Collectors.toMap(
                        KeyValue::getKey, one -> one.getValue().getStringValue(), (one, same) -> one, TreeMap::new));
    }

    List<Span> spans() {
        return requests("traces").stream()
                .map(file -> parsed(() -> ExportTraceServiceRequest.parseFrom(Files.readAllBytes(file))))
                .flatMap(request -> request.getResourceSpansList().stream())
                .flatMap(resource -> resource.getScopeSpansList().stream())
                .flatMap(scope -> scope.getSpansList().stream())
                .toList();
    }

    /** All that came, with bytes that are no text as they may be. */
    String text() {
        List<String> texts = new ArrayList<>();
        for (String signal : List.of("metrics", "traces")) {
            requests(signal)
                    .forEach(file -> texts.add(parsed(
                            () -> new String(Files.readAllBytes(file), java.nio.charset.StandardCharsets.ISO_8859_1))));
        }
        return String.join("\n", texts);
    }

    @FunctionalInterface
    private interface Reading<T> {
        T read() throws IOException;
    }

    private static <T> T parsed(Reading<T> reading) {
        try {
            return reading.read();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroy();
    }
}
