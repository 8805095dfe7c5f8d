package org.sallyport.agent.control;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.sallyport.agent.cache.KnowledgeCache;
import org.sallyport.agent.identity.AgentIdentity;
import org.sallyport.agent.identity.AgentKeys;
import org.sallyport.agent.identity.Credentials;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.agent.retry.Backoff;
import org.sallyport.api.codec.Json;
import org.sallyport.api.error.ErrorCode;
import org.sallyport.api.error.SallyportException;
import org.sallyport.api.rest.JoinResponse;
import org.sallyport.core.identity.CaUse;
import org.sallyport.rpc.v1.RenewRequest;

/**
 * Renews the certificates at two thirds of their life, and when a rotation of the CAs asks for it, with new tunnel and TLS
 * keys; then wants a new connection, which logs in with them. Failing is told and tried again, with the old ones still
 * good for a third of their life or until the rotation goes on.
 */
final class RenewTask implements Task {
    private static final Duration LONGEST_NAP = Duration.ofMinutes(1);

    private final Credentials credentials;
    private final KnowledgeCache cache;
    private final String nodeName;
    private final Backoff backoff;
    private final Clock clock;
    private final ObjectMapper mapper = Json.jsonMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    RenewTask(Credentials credentials, KnowledgeCache cache, String nodeName, Backoff backoff, Clock clock) {
        this.credentials = credentials;
        this.cache = cache;
        this.nodeName = nodeName;
        this.backoff = backoff;
        this.clock = clock;
    }

    @Override
    public void run(ManagedChannel channel) throws InterruptedException {
        while (true) {
            long known = cache.authorityChanges();
            Duration left =
                    Duration.between(clock.instant(), credentials.current().renewAt());
            Optional<String> behind = behind();
            if (left.isPositive() && behind.isEmpty()) {
                backoff.succeeded();
                // short naps: a suspended machine's clock jumps, a long sleep does not
                cache.awaitAuthorities(known, left.compareTo(LONGEST_NAP) < 0 ? left : LONGEST_NAP);
                continue;
            }
            behind.ifPresent(AgentMessages.LOG::renewalForRotation);
            // all agents hear of a phase at once; and a server that has not heard of it yet is not asked all the time
            Thread.sleep(backoff.next());
            if (renewed(channel)) {
                return;
            }
        }
    }

    private Optional<String> behind() {
        CaUse use = cache.caUse();
        return cache.trust().authorities().stream()
                .flatMap(authority -> use.certificatesBehind(authority).stream())
                .findFirst();
    }

    private boolean renewed(ManagedChannel channel) {
        AgentIdentity old = credentials.current();
        AgentKeys keys = old.keys().rotated();
        RenewRequest request = RenewRequest.newBuilder()
                .setHostPublicKey(keys.hostLine())
                .setTunnelPublicKey(keys.tunnelLine())
                .setTlsPublicKey(keys.tlsPem())
                .setNodeName(nodeName)
                .build();
        try {
            byte[] answer = Task.blocking(channel)
                    .withDeadlineAfter(30, TimeUnit.SECONDS)
                    .renew(request)
                    .getJoinResponseJson()
                    .toByteArray();
            AgentIdentity renewed =
                    AgentIdentity.of(mapper.readValue(answer, JoinResponse.class), keys, clock.instant());
            if (!renewed.hostId().equals(old.hostId())) {
                throw new SallyportException(ErrorCode.INTERNAL, "it renewed another host id than this agent's");
            }
            // first what they are signed by: else they would look out of date until the watch says so
            cache.learn(renewed.authorities());
            credentials.replace(renewed);
            AgentMessages.LOG.renewed(renewed.expires().toString());
            return true;
        } catch (StatusRuntimeException e) {
            AgentMessages.LOG.notRenewed(
                    old.expires().toString(), ControlFailure.of(e).userMessage());
        } catch (SallyportException | IOException e) {
            AgentMessages.LOG.notRenewed(old.expires().toString(), String.valueOf(e.getMessage()));
        }
        return false;
    }
}
