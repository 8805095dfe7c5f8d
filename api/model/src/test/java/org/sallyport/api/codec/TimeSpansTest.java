package org.sallyport.api.codec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.SallyportException;

class TimeSpansTest {
    @ParameterizedTest
    @CsvSource({"30s,PT30S", "8h,PT8H", "1h30m,PT1H30M", "1d2h,PT26H", "250ms,PT0.25S", "0s,PT0S", "1m500ms,PT1M0.5S"})
    void readsWhatPeopleWrite(String text, Duration span) {
        assertThat(TimeSpans.parse(text)).isEqualTo(span);
        assertThat(TimeSpans.parse(TimeSpans.format(span))).isEqualTo(span);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "5", "h", "-5m", "1m1h", "1.5h", "9999999d", "5 m"})
    void refusesTheRest(String text) {
        assertThatThrownBy(() -> TimeSpans.parse(text))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("is no duration");
    }
}
