package org.sallyport.api.error;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ErrorTableTest {
    @Test
    void numbersAreUniqueAndFound() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::number)).doesNotHaveDuplicates();
        for (ErrorCode code : ErrorCode.values()) {
            assertThat(ErrorCode.ofNumber(code.number())).contains(code);
        }
        assertThat(ErrorCode.ofNumber(-1)).isEmpty();
    }

    // the hundreds tell the type, so that a number alone is meaningful to people
    @ParameterizedTest
    @EnumSource(ErrorCode.class)
    void numberFitsItsType(ErrorCode code) {
        ErrorType expected =
                switch (code.number() / 100) {
                    case 1 -> ErrorType.INVALID;
                    case 2 -> ErrorType.UNAUTHENTICATED;
                    case 3 -> ErrorType.DENIED;
                    case 4 -> ErrorType.NOT_FOUND;
                    case 5 -> ErrorType.CONFLICT;
                    case 6 -> ErrorType.LIMITED;
                    case 7 -> ErrorType.UNAVAILABLE;
                    case 9 -> ErrorType.INTERNAL;
                    default -> null;
                };
        assertThat(code.type()).isEqualTo(expected);
    }

    @Test
    void everyTypeIsUsedAndExitCodesTellTypesApart() {
        assertThat(Arrays.stream(ErrorCode.values()).map(ErrorCode::type).distinct())
                .containsExactlyInAnyOrder(ErrorType.values());
        assertThat(Arrays.stream(ErrorType.values()).map(ErrorType::exitCode))
                .doesNotHaveDuplicates()
                .allMatch(code -> code > 0 && code < 126, "free for programs: shells use 126 and more, ssh 255");
        assertThat(Arrays.stream(ErrorType.values()).map(ErrorType::httpStatus)).doesNotHaveDuplicates();
        assertThat(Arrays.stream(ErrorType.values()).map(ErrorType::grpcStatus))
                .doesNotHaveDuplicates()
                .allMatch(status -> status >= 1 && status <= 16);
        assertThat(Arrays.stream(ErrorType.values()).map(ErrorType::sshReason))
                .allMatch(reason -> reason >= 1 && reason <= 4);
    }

    @ParameterizedTest
    @CsvSource({
        "INVALID,400,3,2,INFO", "UNAUTHENTICATED,401,16,3,WARN", "DENIED,403,7,4,WARN", "NOT_FOUND,404,5,5,INFO",
        "CONFLICT,409,10,6,INFO", "LIMITED,429,8,7,WARN", "UNAVAILABLE,503,14,8,WARN", "INTERNAL,500,13,70,ERROR"
    })
    void tableIsStable(ErrorType type, int http, int grpc, int exit, ErrorType.LogLevel level) {
        assertThat(type.httpStatus()).isEqualTo(http);
        assertThat(type.grpcStatus()).isEqualTo(grpc);
        assertThat(type.exitCode()).isEqualTo(exit);
        assertThat(type.logLevel()).isEqualTo(level);
    }

    @Test
    void problemKeepsDetailsForTheLog() {
        SallyportException failure =
                new SallyportException(ErrorCode.JOIN_REFUSED, "The token was refused", "secret differs");
        Problem problem = Problem.of(failure, "trace");
        assertThat(problem.type()).isEqualTo("urn:sallyport:error:JOIN_REFUSED");
        assertThat(problem.status()).isEqualTo(401);
        assertThat(problem.code()).isEqualTo(203);
        assertThat(problem.toString()).doesNotContain("secret differs");
    }
}
