package org.sallyport.cli.proxy;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.channels.ByteChannel;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.sallyport.api.cert.Authority;
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

    private static final Duration AGAIN = Duration.ofSeconds(12);

    private final Profile profile;
    private final Clock clock;
    private final Consumer<List<Authority>> learnt;

    /** @param learnt told the cluster's authorities at each dial by which the server had to prove itself */
    public NodeDial(Profile profile, Clock clock, Consumer<List<Authority>> learnt) {
        this.learnt = requireNonNull(learnt, "learnt");
        this.profile = requireNonNull(profile, "profile");
        this.clock = requireNonNull(clock, "clock");
    }

    /** Blocks until the session ends, on as many connections as it takes. @return exit code */
    public int run(String node, ReadableByteChannel in, WritableByteChannel out, PrintWriter err) {
        ClusterAddress address = ClusterAddress.parse(profile.proxy());
        ResumableSession session = new ResumableSession(
                new Dialling(address, node), address.toString(), Patience.USUAL, err, RandomGenerator.getDefault());
        try {
            return session.run(in, out);
        } catch (IOException e) {
            throw ProxySshCommand.broken(address, e);
        }
    }

    /** The first dial may take as long as a server needs to tell what is wrong; later ones are soon tried again. */
    private final class Dialling implements NodeDialer {
        private final ClusterAddress address;
        private final String node;
        private boolean again;

        Dialling(ClusterAddress address, String node) {
            this.address = address;
            this.node = node;
        }

        @Override
        public ByteChannel open() {
            TlsChannel channel = dial(address, node, again ? AGAIN : LIMIT);
            again = true;
            try {
                channel.socket().configureBlocking(true);
                return channel;
            } catch (IOException e) {
                throw ProxySshCommand.broken(address, e);
            }
        }
    }

    private TlsChannel dial(ClusterAddress address, String node, Duration limit) {
        if (!profile.expires().isAfter(clock.instant())) {
            throw over("expired " + Times.relative(profile.expires(), clock.instant()), null);
        }
        try {
            return new DialClient(
                            address, Api.trust(profile.caPin()), HttpProxy.ofEnvironment(address), limit, clock, learnt)
                    .dial(node, new Secret(profile.token()), true);
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
