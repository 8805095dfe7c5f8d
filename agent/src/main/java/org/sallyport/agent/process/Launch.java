package org.sallyport.agent.process;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;

/**
 * One process to start.
 *
 * @param environment what the session adds to the clean environment; already filtered
 * @param terminal present when it gets a terminal
 */
public record Launch(Account account, Work work, Map<String, String> environment, Optional<TerminalRequest> terminal) {
    public Launch {
        requireNonNull(account, "account");
        requireNonNull(work, "work");
        environment = Map.copyOf(environment);
        requireNonNull(terminal, "terminal");
    }
}
