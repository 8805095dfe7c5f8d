package org.sallyport.agent.join;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.sallyport.agent.config.TokenSource;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.AgentKeys;
import org.sallyport.agent.identity.IdentityStore;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.agent.retry.Backoff;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.ErrorType;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.resource.ServiceType;
import org.sallyport.api.rest.JoinRequest;
import org.sallyport.core.join.JoinProof;
import org.sallyport.core.keys.SshKeys;

/** How an agent comes by its identity, keeps it, and adds services to it in place (docs/guides/agent.md). */
public final class Joining {
    /** Waits between attempts; apart, so that tests need not wait. */
    @FunctionalInterface
    public interface Pause {
        void of(Duration time) throws InterruptedException;
    }

    /** What the configuration asks for. */
    public record Wish(String nodeName, Set<ServiceType> services, Optional<TokenSource> token) {
        public Wish {
            requireNonNull(nodeName, "nodeName");
            services = Set.copyOf(services);
            requireNonNull(token, "token");
        }
    }

    private final IdentityStore store;
    private final Function<Optional<AgentIdentity>, JoinApi> api;
    private final Backoff backoff;
    private final Pause pause;
    private final Clock clock;

    /** @param api for an agent that has no identity yet or the given one */
    public Joining(
            IdentityStore store,
            Function<Optional<AgentIdentity>, JoinApi> api,
            Backoff backoff,
            Pause pause,
            Clock clock) {
        this.store = requireNonNull(store, "store");
        this.api = requireNonNull(api, "api");
        this.backoff = requireNonNull(backoff, "backoff");
        this.pause = requireNonNull(pause, "pause");
        this.clock = requireNonNull(clock, "clock");
    }

    /**
     * The stored identity when it serves; else one that is asked for, for as long as the cluster cannot be reached.
     *
     * @throws SallyportException when trying again would not help
     */
    public AgentIdentity ensure(Wish wish) throws InterruptedException {
        Optional<AgentIdentity> stored = store.load();
        if (stored.isEmpty()) {
            return first(wish);
        }
        AgentIdentity identity = stored.get();
        if (identity.expired(clock.instant())) {
            return revived(wish, identity);
        }
        boolean serves = identity.services().containsAll(wish.services());
        return serves && identity.nodeName().equals(wish.nodeName()) ? identity : changed(wish, identity);
    }

    private AgentIdentity first(Wish wish) throws InterruptedException {
        TokenSource token = wish.token()
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.INVALID_CONFIG,
                        "join: this agent has not joined yet and its configuration has no token; make one with 'sallyport admin"
                                + " tokens add' and name it in join_params.token_name"));
        AgentKeys keys = AgentKeys.generate();
        JoinRequest request = request(wish, token, "", keys);
        AgentIdentity joined = insist(Optional.empty(), request, keys);
        AgentMessages.LOG.joined(
                joined.cluster().clusterName(),
                joined.hostId(),
                joined.expires().toString());
        return joined;
    }

    /** An agent that was away for longer than its certificates live proves its host id and joins again. */
    private AgentIdentity revived(Wish wish, AgentIdentity expired) throws InterruptedException {
        TokenSource token = wish.token()
                .orElseThrow(() -> new SallyportException(
                        ErrorCode.CERTIFICATE_EXPIRED,
                        "join: this agent's certificates expired at " + expired.expires()
                                + "; put a new token into its configuration and start it again"));
        try {
            AgentIdentity joined = insist(
                    Optional.of(expired),
                    proved(request(wish, token, expired.hostId(), expired.keys()), expired),
                    expired.keys());
            AgentMessages.LOG.joined(
                    joined.cluster().clusterName(),
                    joined.hostId(),
                    joined.expires().toString());
            return joined;
        } catch (SallyportException e) {
            throw new SallyportException(
                    e.code(),
                    "join: this agent's certificates expired at " + expired.expires() + ", and joining again failed ("
                            + e.userMessage() + "); put a new token into its configuration",
                    e.details(),
                    e);
        }
    }

    /** Adding services or another name never endangers what is there. */
    private AgentIdentity changed(Wish wish, AgentIdentity identity) {
        Set<ServiceType> missing = new TreeSet<>(wish.services());
        missing.removeAll(identity.services());
        boolean renamed = !identity.nodeName().equals(wish.nodeName());
        if (wish.token().isEmpty()) {
            notChanged(wish, identity, missing, "the configuration has no token; put a new one into it and restart");
            return identity;
        }
        try {
            JoinRequest request = request(wish, wish.token().get(), identity.hostId(), identity.keys());
            AgentIdentity joined = ask(Optional.of(identity), proved(request, identity), identity.keys());
            if (!missing.isEmpty()) {
                AgentMessages.LOG.servicesAdded(names(missing), joined.hostId());
            }
            if (renamed) {
                AgentMessages.LOG.renamed(identity.nodeName(), joined.nodeName(), joined.hostId());
            }
            return joined;
        } catch (SallyportException e) {
            notChanged(
                    wish,
                    identity,
                    missing,
                    e.userMessage() + "; a token is needed that allows all services of this agent");
            return identity;
        }
    }

    private static void notChanged(Wish wish, AgentIdentity identity, Set<ServiceType> missing, String cause) {
        if (!missing.isEmpty()) {
            AgentMessages.LOG.servicesNotAdded(names(missing), cause);
        }
        if (!identity.nodeName().equals(wish.nodeName())) {
            AgentMessages.LOG.notRenamed(identity.nodeName(), wish.nodeName(), cause);
        }
    }

    private static JoinRequest request(Wish wish, TokenSource token, String hostId, AgentKeys keys) {
        return new JoinRequest(
                token.read().reveal(),
                hostId,
                wish.nodeName(),
                List.copyOf(new TreeSet<>(wish.services())),
                keys.hostLine(),
                keys.tunnelLine(),
                keys.tlsPem(),
                "",
                "");
    }

    private static JoinRequest proved(JoinRequest request, AgentIdentity identity) {
        return new JoinRequest(
                request.token(),
                request.hostId(),
                request.nodeName(),
                request.services(),
                request.hostPublicKey(),
                request.tunnelPublicKey(),
                request.tlsPublicKey(),
                SshKeys.line(identity.tunnelCertificate()),
                JoinProof.sign(request, identity.keys().tunnel()));
    }

    private AgentIdentity insist(Optional<AgentIdentity> known, JoinRequest request, AgentKeys keys)
            throws InterruptedException {
        String lastCause = "";
        while (true) {
            try {
                return ask(known, request, keys);
            } catch (SallyportException e) {
                if (e.type() != ErrorType.UNAVAILABLE && e.type() != ErrorType.LIMITED) {
                    throw e;
                }
                if (!e.userMessage().equals(lastCause)) {
                    lastCause = e.userMessage();
                    AgentMessages.LOG.joinRetried(lastCause);
                }
                pause.of(backoff.next());
            }
        }
    }

    private AgentIdentity ask(Optional<AgentIdentity> known, JoinRequest request, AgentKeys keys) {
        AgentIdentity joined = AgentIdentity.of(api.apply(known).join(request), keys, clock.instant());
        store.save(joined);
        return joined;
    }

    private static String names(Set<ServiceType> services) {
        return services.stream().map(ServiceType::wireName).collect(Collectors.joining(", "));
    }
}
