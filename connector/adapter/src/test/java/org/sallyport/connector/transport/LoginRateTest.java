package org.sallyport.connector.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class LoginRateTest {
    private long now;
    private boolean busy;
    private final LoginRate rate = new LoginRate(() -> busy, () -> now);

    @Test
    void slowServerIsFoundOutWithinSeconds() {
        busy = true;
        for (int second = 0; second < 8; second++) {
            complete(5);
        }
        assertThat(rate.perSecond()).isCloseTo(5, within(1.0));
    }

    @Test
    void fastServerToo() {
        busy = true;
        for (int second = 0; second < 8; second++) {
            complete(400);
        }
        assertThat(rate.perSecond()).isCloseTo(400, within(10.0));
    }

    @Test
    void quietTimesSayNothing() {
        for (int second = 0; second < 100; second++) {
            complete(1);
        }
        assertThat(rate.perSecond()).isEqualTo(LoginRate.FIRST);
    }

    @Test
    void whatWaitsForItsPeerTakesNoTime() {
        assertThat(rate.secondsFor(500)).isZero();
        busy = true;
        assertThat(rate.secondsFor(500)).isEqualTo(10);
    }

    @Test
    void neverFallsToNothing() {
        busy = true;
        for (int second = 0; second < 100; second++) {
            complete(0);
        }
        assertThat(rate.perSecond()).isEqualTo(1);
    }

    private void complete(int logins) {
        for (int i = 0; i < logins; i++) {
            rate.completed();
        }
        now += TimeUnit.SECONDS.toNanos(1);
        assertThat(rate.perSecond()).isPositive();
    }
}
