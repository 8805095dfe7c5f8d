package org.sallyport.agent.tunnel;

import static java.util.Objects.requireNonNull;

import java.net.InetSocketAddress;
import java.time.Duration;
import org.apache.sshd.common.io.IoServiceFactoryFactory;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.ClusterInfo;
import org.sallyport.core.remote.ClusterAddress;
import org.sallyport.core.remote.HttpProxy;
import org.sallyport.core.remote.TlsChannel;
import org.sallyport.core.remote.UpgradeClient;
import org.sallyport.transport.EventLoops;
import org.sallyport.transport.LoopTransport;
import org.sallyport.transport.Route;

/** How an agent comes to the proxy's SSH. */
public sealed interface ProxyRoute {
    /** For what stands between: name resolution, an HTTP proxy, TLS. */
    Duration LIMIT = Duration.ofSeconds(15);

    /** Inside HTTPS, at the one address that everybody uses; through {@code HTTPS_PROXY} when that is set. */
    record Https(ClusterAddress server) implements ProxyRoute {
        public Https {
            requireNonNull(server, "server");
        }

        private Route.Connected open() {
            TlsChannel channel = new UpgradeClient(server, HttpProxy.ofEnvironment(server), LIMIT).open();
            return new Route.Connected(channel.socket(), new TlsCover(channel));
        }
    }

    /** By the cluster's SSH port: less work for both ends, one port more in the firewalls. */
    record SshPort() implements ProxyRoute {}

    /** What the proxy is known by, and where it is. @throws SallyportException INVALID_CONFIG */
    default ClusterAddress address(ClusterInfo cluster) {
        return switch (this) {
            case Https https -> ClusterAddress.parse(cluster.publicAddress());
            case SshPort ignored -> {
                if (cluster.sshAddress().isEmpty()) {
                    throw new SallyportException(
                            ErrorCode.INVALID_CONFIG,
                            "configuration: the cluster has no SSH port; leave out 'tunnel: ssh' in sallyport.yaml");
                }
                yield ClusterAddress.parse(cluster.sshAddress());
            }
        };
    }

    /** What MINA is told to connect to. A route of its own finds its own way: there the name need not even resolve. */
    default InetSocketAddress target(ClusterAddress at) {
        return switch (this) {
            case Https ignored -> InetSocketAddress.createUnresolved(at.bareHost(), at.port());
            case SshPort ignored -> new InetSocketAddress(at.bareHost(), at.port());
        };
    }

    /** For messages. */
    default String describe(ClusterInfo cluster) {
        return switch (this) {
            case Https https -> "https://" + https.server();
            case SshPort ignored -> cluster.sshAddress();
        };
    }

    default IoServiceFactoryFactory transport(EventLoops loops) {
        return switch (this) {
            case Https https -> new LoopTransport(loops, target -> https.open());
            case SshPort ignored -> new LoopTransport(loops);
        };
    }
}
