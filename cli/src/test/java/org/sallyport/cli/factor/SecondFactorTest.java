package org.sallyport.cli.factor;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sallyport.api.rest.MfaAnswer;

final class SecondFactorTest {
    @Test
    void codeAndRecoveryCodeAreToldApart() {
        assertThat(SecondFactor.of(" 123 456 ")).isEqualTo(MfaAnswer.totp("123456"));
        assertThat(SecondFactor.of("654321")).isEqualTo(MfaAnswer.totp("654321"));
        assertThat(SecondFactor.of("abcd-efgh-2345-wxyz")).isEqualTo(MfaAnswer.recovery("abcd-efgh-2345-wxyz"));
        assertThat(SecondFactor.of(null)).isEqualTo(MfaAnswer.recovery(""));
    }
}
