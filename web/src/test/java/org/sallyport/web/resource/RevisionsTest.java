package org.sallyport.web.resource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.SallyportException;

class RevisionsTest {
    @Test
    void oneStrongTagIsARevision() {
        assertThat(Revisions.expected("\"42\"")).contains(42L);
        assertThat(Revisions.expected(null)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"42", "*", "W/\"42\"", "\"1\", \"2\"", "\"-1\"", "\"\"", "\"9999999999999999999\""})
    void everythingElseIsRefused(String header) {
        assertThatThrownBy(() -> Revisions.expected(header))
                .isInstanceOf(SallyportException.class)
                .hasMessageContaining("If-Match");
    }
}
