package org.sallyport.core.remote;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class RetryAfterTest {
    @Test
    void whatIsToldIsHeardAndNeverTooEarly() {
        for (int millis : new int[] {0, 1, 999, 1_000, 1_001, 39_999}) {
            Duration wait = Duration.ofMillis(millis);
            Duration heard = RetryAfter.in("proxy: too many connections at once; " + RetryAfter.text(wait) + " [12]")
                    .orElseThrow();
            assertThat(heard).isBetween(wait, wait.plusSeconds(1));
        }
    }

    @Test
    void otherTextsSayNothing() {
        assertThat(RetryAfter.in("too many; try again in a minute")).isEmpty();
        assertThat(RetryAfter.in("try again in 99999 s")).isEmpty();
        assertThat(RetryAfter.in("try again in 5 seconds")).isEmpty();
    }
}
