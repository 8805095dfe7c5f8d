package org.sallyport.agent.host;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * Settings of sessions on this machine.
 *
 * @param acceptEnvironment variables a client may set beside LANG and LC_*; a prefix may end in {@code *}
 * @param socketDirectory where sockets of forwarded ssh-agents lie; made when missing, mode 0711
 */
public record SshServiceConfig(List<String> acceptEnvironment, Path socketDirectory) {
    public SshServiceConfig {
        acceptEnvironment = List.copyOf(acceptEnvironment);
        requireNonNull(socketDirectory, "socketDirectory");
    }

    /** @param privileged whether the agent runs as root */
    public static SshServiceConfig defaults(boolean privileged, Path dataDirectory) {
        Path sockets = privileged ? Path.of("/run/sallyport-agent") : dataDirectory.resolve("run");
        return new SshServiceConfig(List.of(), sockets);
    }
}
