package org.sallyport.session.process;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * One process to start.
 *
 * @param clientAddress the user's IP address; may be empty
 * @param environment what the client set; already filtered
 * @param terminal present when it gets a terminal
 * @param forwardedAgent whether it gets at the client's ssh-agent
 */
public record Launch(
        UUID sessionId,
        String clientAddress,
        Work work,
        Map<String, String> environment,
        Optional<TerminalRequest> terminal,
        boolean forwardedAgent) {
    public Launch {
        requireNonNull(sessionId, "sessionId");
        requireNonNull(clientAddress, "clientAddress");
        requireNonNull(work, "work");
        environment = Map.copyOf(environment);
        requireNonNull(terminal, "terminal");
    }
}
