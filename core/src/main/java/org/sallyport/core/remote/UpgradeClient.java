package org.sallyport.core.remote;

import java.time.Duration;
import java.util.Optional;
import org.sallyport.api.error.SallyportException;

/**
 * Opens a connection to the cluster's HTTPS port and turns it into one that carries SSH (RFC 9110 section 7.8;
 * docs/protocol/upgrade.md). TLS only gets the bytes past what stands between: it is not verified, as a load balancer may
 * end it with a certificate of its own. Whom one talks to, SSH inside of it proves.
 */
public final class UpgradeClient {
    private static final String PATH = "/api/v1/connect";
    private static final String SSH = "ssh";

    private final HttpsRoute route;

    /** @param limit for all of it: name resolution excepted, connection, proxy, TLS, upgrade */
    public UpgradeClient(ClusterAddress address, Optional<HttpProxy> proxy, Duration limit) {
        this.route = new HttpsRoute(address, proxy, limit);
    }

    /**
     * Blocks.
     *
     * @return a channel whose socket does not block
     * @throws SallyportException PROXY_UNREACHABLE, or what the server refused with
     */
    public TlsChannel open() {
        return route.unverified((line, channel) -> route.upgrade(line, ApiRequest.get(PATH), SSH));
    }
}
