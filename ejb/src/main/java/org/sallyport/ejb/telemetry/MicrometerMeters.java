package org.sallyport.ejb.telemetry;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.DoubleSupplier;
import org.sallyport.core.telemetry.Meters;
import org.sallyport.core.telemetry.Metric;

/**
 * The server's own registry. The only class that knows Micrometer: it is not loaded where there is none.
 *
 * <p>By its short methods only: WildFly gives applications a registry (39.0.1: ApplicationRegistry) that exports what these
 * make, and silently keeps to itself what Micrometer's builders register. So no meter has a unit or a description. Its look
 * for a counter that is there takes one with further attributes for it as well: all of one metric have the same names.
 */
final class MicrometerMeters implements Meters {
    private record Key(Metric metric, Map<String, String> attributes) {}

    private final MeterRegistry registry;
    /** It looks through all it has for one. */
    private final Map<Key, Counter> counters = new ConcurrentHashMap<>();
    /** Which the registry holds weakly. */
    private final List<DoubleSupplier> gauges = new CopyOnWriteArrayList<>();

    MicrometerMeters(MeterRegistry registry) {
        this.registry = requireNonNull(registry, "registry");
    }

    /** For who must not name Micrometer's classes. */
    static Meters of(Object registry) {
        return new MicrometerMeters((MeterRegistry) registry);
    }

    @Override
    public void add(Metric metric, Map<String, String> attributes, double amount) {
        counters.computeIfAbsent(new Key(metric, Map.copyOf(attributes)), this::counter)
                .increment(amount);
    }

    private Counter counter(Key key) {
        List<Tag> tags = key.attributes().entrySet().stream()
                .map(attribute -> Tag.of(attribute.getKey(), attribute.getValue()))
                .toList();
        return registry.counter(key.metric().wireName(), tags);
    }

    @Override
    public void gauge(Metric metric, DoubleSupplier value) {
        gauges.add(value);
        registry.gauge(metric.wireName(), Tags.empty(), value, DoubleSupplier::getAsDouble);
    }
}
