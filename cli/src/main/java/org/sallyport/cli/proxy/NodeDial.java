package org.sallyport.cli.proxy;

import static java.util.Objects.requireNonNull;

import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Clock;
import java.time.Duration;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.cli.output.Times;
import org.sallyport.cli.profile.Profile;
import org.sallyport.cli.session.Api;
import org.sallyport.core.keys.Secret;
import org.sallyport.core.remote.ClusterAddress;
import org.sallyport.core.remote.DialClient;
import org.sallyport.core.remote.HttpProxy;
import org.sallyport.core.remote.TlsChannel;

/** A node reached with one login, inside HTTPS. */
public final class NodeDial {
    /** An agent that does not answer is told by the server sooner. */
    private static final Duration LIMIT = Duration.ofSeconds(60);

    private final Profile profile;
    private final Clock clock;

    public NodeDial(Profile profile, Clock clock) {
        this.profile = requireNonNull(profile, "profile");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Blocks until either side ends. @return exit code */
    public int run(String node, ReadableByteChannel in, WritableByteChannel out) {
        ClusterAddress address = ClusterAddress.parse(profile.proxy());
        return ProxySshCommand.carry(dial(address, node), address, in, out);
    }

    private TlsChannel dial(ClusterAddress address, String node) {
        if (!profile.expires().isAfter(clock.instant())) {
            throw over("expired " + Times.relative(profile.expires(), clock.instant()), null);
        }
        try {
            return new DialClient(address, Api.trust(profile.caPin()), HttpProxy.ofEnvironment(address), LIMIT, clock)
                    .dial(node, new Secret(profile.token()), false);
        } catch (SallyportException e) {
            if (e.code() == ErrorCode.NOT_LOGGED_IN) {
                throw over("is not accepted any more (" + e.userMessage() + ")", e);
            }
            throw e;
        }
    }

    private SallyportException over(String why, SallyportException cause) {
        return new SallyportException(
                ErrorCode.NOT_LOGGED_IN,
                "cli: your login at " + profile.proxy() + " " + why + "; log in again: sallyport login --proxy="
                        + profile.proxy(),
                "",
                cause);
    }
}
