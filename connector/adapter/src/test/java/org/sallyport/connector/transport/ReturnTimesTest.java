package org.sallyport.connector.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ReturnTimesTest {
    private long now = Long.MAX_VALUE - TimeUnit.SECONDS.toNanos(20);
    private final ReturnTimes times = new ReturnTimes(new LoginRate(() -> true, () -> now), () -> now, new Random(1));

    @Test
    void comeOneAfterTheOtherAtTwiceTheRateOfLogins() {
        Duration last = times.next("a", 1);
        assertThat(last).isEqualTo(ReturnTimes.SOONEST);
        for (int i = 0; i < 1_000; i++) {
            Duration next = times.next("a", 1);
            assertThat(next.minus(last)).isEqualTo(Duration.ofMillis((long) (500 / LoginRate.FIRST)));
            last = next;
        }
    }

    @Test
    void sourcesShareTheRateAndDoNotWaitForEachOther() {
        for (int i = 0; i < 500; i++) {
            times.next("a", 2);
        }
        assertThat(times.next("b", 2)).isEqualTo(ReturnTimes.SOONEST);
        assertThat(times.next("b", 2)).isEqualTo(ReturnTimes.SOONEST.plusMillis((long) (1_000 / LoginRate.FIRST)));
    }

    @Test
    void tooManyComeSpreadOverTheLaterHalf() {
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 9_000; i++) {
            Duration wait = times.next("a", 1);
            assertThat(wait).isBetween(ReturnTimes.SOONEST, ReturnTimes.LATEST);
            seen.add(wait.toSeconds());
        }
        assertThat(seen).hasSizeBetween(55, 56);
    }

    @Test
    void timesGivenPassAlsoWhereTheClockWrapsAround() {
        for (int i = 0; i < 9_000; i++) {
            times.next("a", 1);
        }
        now += TimeUnit.SECONDS.toNanos(60);
        assertThat(times.next("a", 1)).isEqualTo(ReturnTimes.SOONEST);
    }
}
