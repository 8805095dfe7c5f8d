package org.sallyport.ejb.telemetry;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sallyport.core.fakes.MemoryMeters;
import org.sallyport.core.telemetry.Metric;
import org.sallyport.ejb.fixture.AuthServer;

class LogGaugesTest {
    private final AuthServer server = new AuthServer();
    private final MemoryMeters meters = new MemoryMeters();

    @Test
    void whatWaitsIsMeasuredWhenItIsLookedAtAndNothingBefore() {
        LogGauges gauges = new LogGauges(server.logRepository, server.transactions, server.clock);
        gauges.register(meters);
        assertThat(meters.gauge(Metric.LOG_UNSEQUENCED)).isNaN();
        gauges.look();
        long waiting = server.logRepository.unsequenced();
        assertThat(meters.gauge(Metric.LOG_UNSEQUENCED)).isEqualTo((double) waiting);
        assertThat(meters.gauge(Metric.LOG_HEAD_AGE)).as("no head was signed").isNaN();
    }

    @Test
    void nothingIsMeasuredWhileTheStoreIsAway() {
        LogGauges gauges = new LogGauges(server.logRepository, server.transactions, server.clock);
        gauges.register(meters);
        gauges.look();
        server.store.away(true);
        gauges.look();
        assertThat(meters.gauge(Metric.LOG_UNSEQUENCED)).isNaN();
    }
}
