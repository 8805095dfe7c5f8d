package org.sallyport.agent.ssh;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Settings of the SSH service.
 *
 * @param acceptEnvironment variables a client may set beside LANG and LC_*; a prefix may end in {@code *}
 * @param socketDirectory where sockets of forwarded ssh-agents lie; made when missing, mode 0711
 * @param longestStale how old the knowledge of roles and CAs may be when somebody logs in
 */
public record SshServiceConfig(List<String> acceptEnvironment, Path socketDirectory, Duration longestStale) {
    public static final Duration DEFAULT_LONGEST_STALE = Duration.ofHours(12);

    public SshServiceConfig {
        acceptEnvironment = List.copyOf(acceptEnvironment);
        requireNonNull(socketDirectory, "socketDirectory");
        requireNonNull(longestStale, "longestStale");
    }

    /** @param privileged whether the agent runs as root */
    public static SshServiceConfig defaults(boolean privileged, Path dataDirectory) {
        Path sockets = privileged ? Path.of("/run/sallyport-agent") : dataDirectory.resolve("run");
        return new SshServiceConfig(List.of(), sockets, DEFAULT_LONGEST_STALE);
    }
}
