package org.sallyport.connector.adapter;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Optional;
import org.sallyport.connector.ending.EndingSsh;

/**
 * How the listeners run.
 *
 * @param sshPort negative for none: SSH then only comes inside HTTPS
 * @param drain how long live streams may go on when stopping
 * @param keepAlive between two questions whether a peer lives
 * @param dialPatience how long an agent has to answer a dial
 * @param ending for SSH that ends here
 */
public record EndpointSettings(
        String address,
        int sshPort,
        int grpcPort,
        Duration drain,
        Duration keepAlive,
        Duration dialPatience,
        EndingSsh.Settings ending) {
    public EndpointSettings {
        requireNonNull(address, "address");
        requireNonNull(drain, "drain");
        requireNonNull(keepAlive, "keepAlive");
        requireNonNull(dialPatience, "dialPatience");
        requireNonNull(ending, "ending");
    }

    Optional<InetSocketAddress> ssh() {
        return sshPort < 0 ? Optional.empty() : Optional.of(new InetSocketAddress(address, sshPort));
    }
}
