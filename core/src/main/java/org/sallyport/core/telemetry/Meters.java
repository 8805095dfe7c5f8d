package org.sallyport.core.telemetry;

import java.util.Map;
import java.util.function.DoubleSupplier;

/**
 * Where measurements go. Attributes take few values known beforehand (names of events, error codes): never a user, a
 * node or an address, of which each would be a time series of its own. Nothing here fails or blocks.
 */
public interface Meters {
    /** Measures nothing: the server has no metrics subsystem. */
    Meters NONE = new Meters() {
        @Override
        public void add(Metric metric, Map<String, String> attributes, double amount) {}

        @Override
        public void gauge(Metric metric, DoubleSupplier value) {}
    };

    /**
     * @param attributes of one metric always of the same names
     * @param amount not negative
     */
    void add(Metric metric, Map<String, String> attributes, double amount);

    /**
     * Once per metric.
     *
     * @param value read at each export, on any thread; NaN while there is none
     */
    void gauge(Metric metric, DoubleSupplier value);
}
