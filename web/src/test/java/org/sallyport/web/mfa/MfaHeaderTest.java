package org.sallyport.web.mfa;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.MfaAnswer;

class MfaHeaderTest {
    @Test
    void answerIsReadAndAbsenceIsNone() {
        assertThat(MfaHeader.parse(encoded("{\"totp\":\"123456\"}"))).isEqualTo(MfaAnswer.totp("123456"));
        assertThat(MfaHeader.parse(null)).isEqualTo(MfaAnswer.NONE);
        assertThat(MfaHeader.parse("  ")).isEqualTo(MfaAnswer.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{", "[1]", "{\"unknown\":1}", "\"text\""})
    void whatIsNoAnswerIsRefused(String json) {
        assertThatThrownBy(() -> MfaHeader.parse(encoded(json))).isInstanceOf(SallyportException.class);
        assertThatThrownBy(() -> MfaHeader.parse("not base64!")).isInstanceOf(SallyportException.class);
    }

    private static String encoded(String json) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(json.getBytes(StandardCharsets.UTF_8));
    }
}
