package org.sallyport.api.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecordingModeTest {
    @Test
    void namesAreThoseOfConfigurations() {
        assertThat(Arrays.stream(RecordingMode.values()).map(RecordingMode::wireName))
                .containsExactly("off", "node", "proxy", "node-sync", "proxy-sync");
        assertThat(RecordingMode.ofWireName("proxy-sync")).isEqualTo(RecordingMode.PROXY_SYNC);
        assertThatThrownBy(() -> RecordingMode.ofWireName("bastion")).hasMessageContaining("proxy-sync");
    }

    @Test
    void whereAndHowAreTwoQuestions() {
        assertThat(Arrays.stream(RecordingMode.values()).filter(RecordingMode::atProxy))
                .containsExactly(RecordingMode.PROXY, RecordingMode.PROXY_SYNC);
        assertThat(Arrays.stream(RecordingMode.values()).filter(RecordingMode::sync))
                .containsExactly(RecordingMode.NODE_SYNC, RecordingMode.PROXY_SYNC);
    }

    private static int place(RecordingMode mode) {
        return mode.atProxy() ? 2 : mode == RecordingMode.OFF ? 0 : 1;
    }

    @Test
    void ofAnyTwoThePlaceAndTheWaitingAreCombinedEachByItself() {
        for (RecordingMode one : RecordingMode.values()) {
            for (RecordingMode other : RecordingMode.values()) {
                RecordingMode both = one.with(other);
                assertThat(place(both)).as(one + " with " + other).isEqualTo(Math.max(place(one), place(other)));
                assertThat(both.sync()).as(one + " with " + other).isEqualTo(one.sync() || other.sync());
                assertThat(other.with(one)).isEqualTo(both);
                assertThat(one.covers(other))
                        .as(one + " covers " + other)
                        .isEqualTo(place(one) >= place(other) && (one.sync() || !other.sync()));
            }
            assertThat(one.with(one)).isEqualTo(one);
            assertThat(one.with(RecordingMode.OFF)).isEqualTo(one);
            assertThat(RecordingMode.PROXY_SYNC.covers(one)).isTrue();
        }
    }

    @Test
    void theOrderInWhichModesComeDoesNotMatter() {
        for (RecordingMode one : RecordingMode.values()) {
            for (RecordingMode two : RecordingMode.values()) {
                for (RecordingMode three : RecordingMode.values()) {
                    assertThat(one.with(two).with(three)).isEqualTo(one.with(two.with(three)));
                }
            }
        }
    }

    @Test
    void neitherPropertyMakesUpForTheOther() {
        assertThat(RecordingMode.NODE_SYNC.with(RecordingMode.PROXY)).isEqualTo(RecordingMode.PROXY_SYNC);
        assertThat(RecordingMode.NODE_SYNC.covers(RecordingMode.PROXY)).isFalse();
        assertThat(RecordingMode.PROXY.covers(RecordingMode.NODE_SYNC)).isFalse();
    }
}
