package org.sallyport.transport.window;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class GrowthRuleTest {
    private static final long MILLION = 1_000_000;

    private final GrowthRule rule = new GrowthRule(1000, 5000);

    private long sample(long received, long nanos) {
        long by = rule.growth(received, nanos);
        rule.grown(by);
        return rule.window();
    }

    @Test
    void doublesWhileTheWindowHoldsTheSenderBack() {
        assertThat(sample(900, MILLION)).isEqualTo(2000);
        assertThat(sample(1900, MILLION)).isEqualTo(4000);
        assertThat(sample(3900, MILLION)).isEqualTo(5000);
        assertThat(rule.mayGrow()).isFalse();
        assertThat(sample(5000, MILLION)).isEqualTo(5000);
    }

    @Test
    void doesNotGrowWhenLessIsUnderWayThanTheWindowAllows() {
        assertThat(sample(600, MILLION)).isEqualTo(1000);
    }

    @Test
    void doesNotGrowWhenALargerWindowOnlyMadeALongerQueue() {
        assertThat(sample(1000, MILLION)).isEqualTo(2000);
        // twice as much under way, twice as long: the same rate
        assertThat(sample(2000, 2 * MILLION)).isEqualTo(2000);
        assertThat(rule.mayGrow()).isTrue();
        // the path got faster
        assertThat(sample(2000, MILLION)).isEqualTo(4000);
    }

    @Test
    void growsByWhatWasGrantedOnly() {
        assertThat(rule.growth(1000, MILLION)).isEqualTo(1000);
        rule.grown(10);
        assertThat(rule.window()).isEqualTo(1010);
    }

    @Test
    void takesNoSampleWithoutTime() {
        assertThat(sample(1000, 0)).isEqualTo(1000);
    }
}
