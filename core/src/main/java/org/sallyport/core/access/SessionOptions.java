package org.sallyport.core.access;

import java.time.Duration;
import java.util.Optional;

/** The options of all roles that apply, merged; see {@link org.sallyport.api.resource.RoleOptions}. */
public record SessionOptions(
        Duration maxSessionTtl,
        boolean forwardAgent,
        boolean portForwarding,
        boolean sshFileCopy,
        boolean permitPty,
        boolean disconnectExpiredCert,
        Optional<Duration> clientIdleTimeout,
        Optional<Integer> maxSessions) {}
