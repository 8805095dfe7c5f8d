package org.sallyport.core.keys;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TotpTest {
    private static final byte[] SECRET = "12345678901234567890".getBytes(StandardCharsets.US_ASCII);

    // RFC 6238 appendix B, the last six of its eight digits
    @ParameterizedTest
    @CsvSource({
        "59,287082",
        "1111111109,081804",
        "1111111111,050471",
        "1234567890,005924",
        "2000000000,279037",
        "20000000000,353130"
    })
    void codesOfTheRfc(long second, String code) {
        Instant now = Instant.ofEpochSecond(second);
        assertThat(Totp.codeAt(SECRET, now)).isEqualTo(code);
        assertThat(Totp.matchingStep(SECRET, code, now, 0)).hasValue(second / 30);
    }

    @Test
    void oneStepOfSkewIsForgivenTwoAreNot() {
        Instant now = Instant.ofEpochSecond(1_111_111_109);
        String code = Totp.codeAt(SECRET, now);
        long step = 1_111_111_109 / 30;
        assertThat(Totp.matchingStep(SECRET, code, now.plusSeconds(30), 0)).hasValue(step);
        assertThat(Totp.matchingStep(SECRET, code, now.minusSeconds(30), 0)).hasValue(step);
        assertThat(Totp.matchingStep(SECRET, code, now.plusSeconds(60), 0)).isEmpty();
        assertThat(Totp.matchingStep(SECRET, code, now.minusSeconds(60), 0)).isEmpty();
    }

    @Test
    void codeCountsOnce() {
        Instant now = Instant.ofEpochSecond(59);
        long step = Totp.matchingStep(SECRET, "287082", now, 0).orElseThrow();
        assertThat(Totp.matchingStep(SECRET, "287082", now, step)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "28708", "2870822", "28708a", "２８７０８２", " 287082"})
    void anythingButSixDigitsIsWrong(String code) {
        assertThat(Totp.matchingStep(SECRET, code, Instant.ofEpochSecond(59), 0))
                .isEmpty();
        assertThat(Totp.matchingStep(SECRET, null, Instant.ofEpochSecond(59), 0))
                .isEmpty();
    }

    @Test
    void uriIsWhatAuthenticatorAppsRead() {
        assertThat(Totp.uri("Sally port", "jo@example.org", SECRET))
                .isEqualTo("otpauth://totp/Sally%20port:jo%40example.org?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
                        + "&issuer=Sally%20port&algorithm=SHA1&digits=6&period=30");
        assertThat(Totp.newSecret()).hasSize(20).isNotEqualTo(Totp.newSecret());
    }
}
