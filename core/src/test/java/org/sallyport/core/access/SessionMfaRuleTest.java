package org.sallyport.core.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

class SessionMfaRuleTest {
    @Test
    void factorIsRequiredOnlyWhereTheRolesSaySo() {
        SessionMfaRule.require(false, Optional.empty(), "h1");
        SessionMfaRule.require(true, Optional.of("h1"), "h1");
        SallyportException refusal = refusal(true, Optional.empty());
        assertThat(refusal.code()).isEqualTo(ErrorCode.MFA_REQUIRED);
        assertThat(refusal.userMessage()).contains("run sallyport ssh");
    }

    @Test
    void certificateForOneNodeIsGoodForNoOther() {
        assertThat(refusal(true, Optional.of("h2")).code()).isEqualTo(ErrorCode.ACCESS_DENIED);
        assertThat(refusal(false, Optional.of("h2")).code()).isEqualTo(ErrorCode.ACCESS_DENIED);
    }

    private static SallyportException refusal(boolean required, Optional<String> shownFor) {
        return catchThrowableOfType(SallyportException.class, () -> SessionMfaRule.require(required, shownFor, "h1"));
    }
}
