package org.sallyport.api.rest;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a login would yield; nobody is logged in by it.
 *
 * @param id to ask for the result with
 * @param url to open in a browser, for connectors that go through one; empty otherwise
 * @param outcome absent while the browser has not come back
 */
public record SsoTest(
        String id,
        String connector,
        String url,
        Instant expires,
        @JsonInclude(JsonInclude.Include.NON_ABSENT) Optional<Outcome> outcome) {
    public SsoTest {
        outcome = outcome == null ? Optional.empty() : outcome;
    }

    /**
     * @param attributes as the provider gave them; empty when it never got so far
     * @param refusal why the login would be refused; empty when it would be allowed
     */
    public record Outcome(
            boolean allowed,
            String user,
            List<String> roles,
            Map<String, List<String>> traits,
            List<String> logins,
            Map<String, List<String>> attributes,
            String refusal) {}
}
