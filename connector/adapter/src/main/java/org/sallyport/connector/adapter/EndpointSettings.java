package org.sallyport.connector.adapter;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/**
 * How the listeners run.
 *
 * @param sshPort negative for none: SSH then only comes inside HTTPS
 * @param drain how long live streams may go on when stopping
 * @param keepAlive between two questions whether a peer lives
 * @param dialPatience how long an agent has to answer a dial
 * @param recordings where recordings of sessions that end here lie until they are stored
 */
public record EndpointSettings(
        String address,
        int sshPort,
        int grpcPort,
        Duration drain,
        Duration keepAlive,
        Duration dialPatience,
        Path recordings) {
    public EndpointSettings {
        requireNonNull(address, "address");
        requireNonNull(drain, "drain");
        requireNonNull(keepAlive, "keepAlive");
        requireNonNull(dialPatience, "dialPatience");
        requireNonNull(recordings, "recordings");
    }

    Optional<InetSocketAddress> ssh() {
        return sshPort < 0 ? Optional.empty() : Optional.of(new InetSocketAddress(address, sshPort));
    }
}
