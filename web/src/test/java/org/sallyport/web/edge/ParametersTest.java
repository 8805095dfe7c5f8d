package org.sallyport.web.edge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.SallyportException;

class ParametersTest {
    @Test
    void absentParametersHaveDefaults() {
        assertThat(Parameters.limit(null)).isEqualTo(100);
        assertThat(Parameters.limit("")).isEqualTo(100);
        assertThat(Parameters.text("search", null)).isEmpty();
        assertThat(Parameters.time("from", null)).isEmpty();
    }

    @Test
    void timesMayHaveAnyOffset() {
        assertThat(Parameters.time("from", "2026-01-31T13:00:00+01:00"))
                .contains(Instant.parse("2026-01-31T12:00:00Z"));
    }

    @Test
    void malformedParametersAreNamed() {
        assertThatThrownBy(() -> Parameters.limit("ten"))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("limit");
        assertThatThrownBy(() -> Parameters.time("to", "yesterday"))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("to:");
        assertThatThrownBy(() -> Parameters.text("search", "x".repeat(513)))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("search");
    }
}
