package org.sallyport.cli.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.SallyportException;

class TimesTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void aQueryTakesATimeOrASpanBackFromNow() {
        assertThat(Times.query("2026-01-02T03:04:05Z", NOW)).isEqualTo("2026-01-02T03:04:05Z");
        assertThat(Times.query("2h", NOW)).isEqualTo("2026-11-22T10:00:00Z");
        assertThat(Times.query("", NOW)).isEmpty();
    }

    @Test
    void whatIsNeitherIsRefused() {
        assertThatThrownBy(() -> Times.query("yesterday", NOW)).isInstanceOf(SallyportException.class);
    }

    @Test
    void timesNearNowAreToldAsSpans() {
        assertThat(Times.relative(NOW.plusSeconds(3600), NOW)).isEqualTo("in 1h");
        assertThat(Times.relative(NOW.minusSeconds(200), NOW)).isEqualTo("3m ago");
    }
}
