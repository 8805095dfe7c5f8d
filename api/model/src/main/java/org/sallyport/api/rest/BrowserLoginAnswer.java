package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.Optional;

/**
 * @param status {@code pending}, {@code slow_down} (asked too soon) or {@code done}
 * @param interval seconds to wait before the next question
 * @param login with {@code done}
 */
public record BrowserLoginAnswer(
        String status,
        int interval,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<LoginResponse> login) {
    public static final String PENDING = "pending";
    public static final String SLOW_DOWN = "slow_down";
    public static final String DONE = "done";

    public BrowserLoginAnswer {
        login = login == null ? Optional.empty() : login;
    }
}
