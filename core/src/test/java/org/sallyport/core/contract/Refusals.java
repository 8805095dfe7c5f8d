package org.sallyport.core.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;

/** Asserts which error a port answers with. */
final class Refusals {
    private Refusals() {}

    static void assertRefused(ErrorCode code, ThrowingCallable work) {
        SallyportException refusal = catchThrowableOfType(SallyportException.class, work);
        assertThat(refusal).as("refusal " + code).isNotNull();
        assertThat(refusal.code()).isEqualTo(code);
        assertThat(refusal.userMessage()).isNotBlank();
    }
}
