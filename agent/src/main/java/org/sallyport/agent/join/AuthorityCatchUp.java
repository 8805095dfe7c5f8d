package org.sallyport.agent.join;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.sallyport.agent.cache.KnowledgeCache;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.agent.tunnel.ProxyTrust;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.cert.CaType;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.core.identity.Trust;
import org.sallyport.core.remote.ClusterAddress;
import org.sallyport.core.remote.ClusterClient;
import org.sallyport.core.remote.ServerTrust;

/**
 * For an agent that was away while new CA keys were announced: as long as the rotation is not over the server proves itself
 * under the old ones too, on the HTTPS port, and tells the new ones there.
 */
public final class AuthorityCatchUp implements ProxyTrust {
    private final KnowledgeCache cache;
    private final Function<Authority, List<Authority>> ask;
    private final Path identityFile;
    private boolean told;

    /** @param ask the cluster's authorities, from a server that proves itself under this one */
    public AuthorityCatchUp(KnowledgeCache cache, Function<Authority, List<Authority>> ask, Path identityFile) {
        this.cache = requireNonNull(cache, "cache");
        this.ask = requireNonNull(ask, "ask");
        this.identityFile = requireNonNull(identityFile, "identityFile");
    }

    public static Function<Authority, List<Authority>> byHttps(ClusterAddress server, Clock clock) {
        return known -> {
            try (ClusterClient client = new ClusterClient(server, new ServerTrust.KnownAuthority(known), clock)) {
                return client.authorities();
            }
        };
    }

    @Override
    public Trust get() {
        return cache.trust();
    }

    @Override
    public void catchUp() {
        Optional<Authority> host = cache.trust().authorities().stream()
                .filter(authority -> authority.type() == CaType.HOST)
                .findFirst();
        if (host.isEmpty()) {
            return;
        }
        try {
            if (cache.learn(ask.apply(host.get()))) {
                AgentMessages.LOG.authoritiesCaughtUp();
            }
            if (cache.caUse().certified()) {
                told = false;
                return;
            }
        } catch (SallyportException e) {
            if (e.code() != ErrorCode.CA_PIN_MISMATCH) {
                return;
            }
        }
        // no CA key in common, or none that this agent's certificates are of: trying again will not help
        if (!told) {
            told = true;
            AgentMessages.LOG.rotationMissed(identityFile.toString());
        }
    }
}
