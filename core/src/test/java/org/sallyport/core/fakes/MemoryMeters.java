package org.sallyport.core.fakes;

import java.util.EnumMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;
import org.sallyport.core.telemetry.Meters;
import org.sallyport.core.telemetry.Metric;

/** {@link Meters} to look at. */
public final class MemoryMeters implements Meters {
    private final Map<String, Double> sums = new ConcurrentHashMap<>();
    private final Map<Metric, DoubleSupplier> gauges = new EnumMap<>(Metric.class);

    @Override
    public void add(Metric metric, Map<String, String> attributes, double amount) {
        sums.merge(metric + "" + new TreeMap<>(attributes), amount, Double::sum);
    }

    @Override
    public void gauge(Metric metric, DoubleSupplier value) {
        gauges.put(metric, value);
    }

    /** By the metric's name and its attributes, such as {@code DIALS{sallyport.outcome=success}}. */
    public Map<String, Double> sums() {
        return Map.copyOf(sums);
    }

    public double gauge(Metric metric) {
        return gauges.get(metric).getAsDouble();
    }
}
