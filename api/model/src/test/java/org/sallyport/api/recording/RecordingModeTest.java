package org.sallyport.api.recording;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class RecordingModeTest {
    @Test
    void namesAreThoseOfConfigurationsAndTheOrderIsThatOfDemand() {
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
}
