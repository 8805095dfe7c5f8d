package org.sallyport.session.server;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.function.Supplier;
import org.sallyport.session.auth.HostKeys;
import org.sallyport.session.connection.NodeAccess;
import org.sallyport.session.process.Host;

/**
 * The node that a service is of.
 *
 * @param hostKeys asked at each handshake: a renewed certificate needs no restart
 * @param longestStale how old the knowledge of roles and CAs may be when somebody logs in
 */
public record ServedNode(NodeAccess access, Supplier<HostKeys> hostKeys, Host host, Duration longestStale) {
    public ServedNode {
        requireNonNull(access, "access");
        requireNonNull(hostKeys, "hostKeys");
        requireNonNull(host, "host");
        requireNonNull(longestStale, "longestStale");
    }
}
