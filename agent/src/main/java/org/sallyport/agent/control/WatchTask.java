package org.sallyport.agent.control;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.sallyport.agent.cache.KnowledgeCache;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.codec.Json;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.error.SallyportException;
import org.sallyport.rpc.v1.WatchEvent;
import org.sallyport.rpc.v1.WatchRequest;

/** Follows roles, locks, authorities and cluster_config into the cache. */
final class WatchTask implements Task {
    private final KnowledgeCache cache;
    private final RecordingKeyCache recordingKey;
    private final CountDownLatch firstSync;
    private final ResourceCodec codec = new ResourceCodec();
    private final ObjectMapper mapper = Json.jsonMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);

    /** @param firstSync released when there is a state to decide from */
    WatchTask(KnowledgeCache cache, RecordingKeyCache recordingKey, CountDownLatch firstSync) {
        this.cache = cache;
        this.recordingKey = recordingKey;
        this.firstSync = firstSync;
    }

    @Override
    public void run(ManagedChannel channel) {
        // begins a copy of what is known, so that a resumed watch adds to it
        cache.disconnected();
        if (cache.revision() == 0) {
            cache.reset();
        }
        WatchRequest request =
                WatchRequest.newBuilder().setFromRevision(cache.revision()).build();
        try {
            Iterator<WatchEvent> events = Task.blocking(channel).watch(request);
            while (events.hasNext()) {
                apply(events.next());
            }
        } catch (StatusRuntimeException e) {
            throw ControlFailure.of(e);
        } finally {
            cache.disconnected();
        }
    }

    private void apply(WatchEvent event) {
        switch (event.getType()) {
            case RESET -> cache.reset();
            case PUT -> put(event);
            case DELETE -> cache.delete(event.getKind(), event.getName(), event.getRevision());
            case AUTHORITIES -> authorities(event);
            case SYNCED -> {
                cache.synced(event.getRevision());
                AgentMessages.LOG.synced(event.getRevision());
                firstSync.countDown();
            }
            case RECORDING_KEY -> recordingKey.learn(event.getRecordingKeyJson().toByteArray());
            case TYPE_UNSPECIFIED, UNRECOGNIZED ->
                AgentMessages.LOG.changeNotUnderstood("event type " + event.getTypeValue());
        }
    }

    private void put(WatchEvent event) {
        try {
            cache.put(codec.parseJson(event.getResourceJson().toString(StandardCharsets.UTF_8)));
        } catch (SallyportException e) {
            AgentMessages.LOG.changeNotUnderstood(event.getKind() + "/" + event.getName() + ": " + e.userMessage());
            cache.leaveOut(event.getKind(), event.getName(), event.getRevision());
        }
    }

    private void authorities(WatchEvent event) {
        try {
            cache.authorities(mapper.readValue(
                    event.getAuthoritiesJson().toByteArray(), new TypeReference<List<Authority>>() {}));
        } catch (IOException e) {
            AgentMessages.LOG.changeNotUnderstood("authorities: " + e.getMessage());
        }
    }
}
