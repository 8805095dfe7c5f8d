package org.sallyport.ejb.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.sallyport.core.telemetry.Meters;
import org.sallyport.core.telemetry.Metric;

class MicrometerMetersTest {
    private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
    private final Meters meters = MicrometerMeters.of(registry);

    @Test
    void countsAddUpByAttributes() {
        meters.add(Metric.RECORDING_BYTES, Map.of(), 1000);
        meters.add(Metric.RECORDING_BYTES, Map.of(), 24);
        meters.add(Metric.DIALS, Map.of("sallyport.outcome", "success"), 1);
        meters.add(Metric.DIALS, Map.of("sallyport.outcome", "failure"), 2);
        Counter bytes = registry.get("sallyport.recording.io").counter();
        assertThat(bytes.count()).isEqualTo(1024);
        assertThat(registry.get("sallyport.dials")
                        .tag("sallyport.outcome", "failure")
                        .counter()
                        .count())
                .isEqualTo(2);
    }

    /** Micrometer keeps weak references by default: the gauge would go with the next collection. */
    @Test
    void aGaugeIsReadEachTimeAndIsKept() {
        AtomicInteger tunnels = new AtomicInteger(3);
        meters.gauge(Metric.TUNNELS, tunnels::get);
        System.gc();
        Gauge gauge = registry.get("sallyport.tunnels").gauge();
        assertThat(gauge.value()).isEqualTo(3);
        tunnels.set(4);
        assertThat(gauge.value()).isEqualTo(4);
    }

    @Test
    void namesAreOneFamilyAndUnique() {
        assertThat(Metric.values())
                .extracting(Metric::wireName)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("sallyport(\\.[a-z]+)+"));
    }
}
