package org.sallyport.agent.retry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BackoffTest {
    @Test
    void growsToItsBoundAndNoFurtherWhateverTheLuck() {
        for (int seed = 0; seed < 500; seed++) {
            Backoff backoff = new Backoff(new Random(seed));
            Duration bound = Duration.ofSeconds(1);
            for (int attempt = 0; attempt < 20; attempt++) {
                assertThat(backoff.next()).isBetween(Duration.ofMillis(200), bound);
                bound = bound.multipliedBy(2).compareTo(Backoff.LONGEST) < 0 ? bound.multipliedBy(2) : Backoff.LONGEST;
            }
        }
    }

    @Test
    void startsOverAfterSuccess() {
        Backoff backoff = new Backoff(new Random(1));
        for (int i = 0; i < 10; i++) {
            backoff.next();
        }
        backoff.succeeded();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }

    @Test
    void turnedAwayItWaitsLongAtOnceUntilItSucceeds() {
        for (int seed = 0; seed < 200; seed++) {
            Backoff backoff = new Backoff(new Random(seed));
            backoff.crowded(Optional.empty());
            assertThat(backoff.next()).isBetween(Backoff.LONGEST.dividedBy(4), Backoff.LONGEST);
            assertThat(backoff.next()).isBetween(Backoff.LONGEST.dividedBy(4), Backoff.LONGEST);
            backoff.succeeded();
            assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
        }
    }

    @Test
    void turnedAwayWithATimeItComesThenAndLaterWithoutOne() {
        for (int seed = 0; seed < 200; seed++) {
            Backoff backoff = new Backoff(new Random(seed));
            backoff.crowded(Optional.of(Duration.ofSeconds(33)));
            assertThat(backoff.next()).isBetween(Duration.ofSeconds(33), Duration.ofSeconds(34));
            assertThat(backoff.next()).isLessThanOrEqualTo(Backoff.LONGEST);
            backoff.crowded(Optional.of(Duration.ofDays(9)));
            assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(601));
        }
    }

    @Test
    void keepsTheServersPaceAndSpreadsWithinIt() {
        Backoff backoff = new Backoff(new Random(5));
        backoff.pace(Duration.ofSeconds(10), Duration.ofSeconds(50));
        Set<Long> seen = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            backoff.succeeded();
            Duration wait = backoff.next();
            assertThat(wait).isBetween(Duration.ofSeconds(10), Duration.ofSeconds(50));
            seen.add(wait.toMillis());
        }
        assertThat(seen).hasSizeGreaterThan(150);
    }

    @Test
    void aSenselessPaceIsBounded() {
        Backoff backoff = new Backoff(new Random(5));
        backoff.pace(Duration.ofDays(9), Duration.ofDays(10));
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofMinutes(10));
        backoff.pace(Duration.ofMillis(-5), Duration.ofMillis(-9));
        assertThat(backoff.next()).isZero();
        assertThat(backoff.next()).isLessThanOrEqualTo(Duration.ofSeconds(1));
    }
}
