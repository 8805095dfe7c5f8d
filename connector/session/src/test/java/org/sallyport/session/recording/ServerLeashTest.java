package org.sallyport.session.recording;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ServerLeashTest {
    private final ServerLeash leash = new ServerLeash();

    @Test
    void aSessionIsAheadByTheOldestSegmentThatTheServerLacks() {
        assertThat(leash.isTaut(60_000_000)).isFalse();
        leash.cut(0, 0);
        leash.cut(1, 900_000);
        assertThat(leash.isTaut(1_000_000)).isFalse();
        assertThat(leash.isTaut(1_000_001)).isTrue();
        leash.acknowledged(0);
        assertThat(leash.isTaut(1_900_000)).isFalse();
        assertThat(leash.isTaut(1_900_001)).isTrue();
        leash.acknowledged(1);
        assertThat(leash.isTaut(60_000_000)).isFalse();
    }

    @Test
    void oneAnswerIsForAllBefore() {
        leash.cut(0, 0);
        leash.cut(1, 1);
        leash.acknowledged(1);
        assertThat(leash.isTaut(60_000_000)).isFalse();
    }

    @Test
    void afterTenSecondsNoMoreIsWaitedFor() {
        leash.cut(3, 5_000_000);
        assertThat(leash.broken(15_000_000)).isEmpty();
        assertThat(leash.broken(15_000_001))
                .hasValueSatisfying(why -> assertThat(why).contains("10 s"));
    }
}
