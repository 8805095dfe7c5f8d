package org.sallyport.connector.rpc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.protobuf.ByteString;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sallyport.api.cert.Authority;
import org.sallyport.api.codec.Json;
import org.sallyport.api.codec.ResourceCodec;
import org.sallyport.api.recording.RecordingKey;
import org.sallyport.api.resource.Resource;
import org.sallyport.api.resource.ResourceKind;
import org.sallyport.core.resource.ResourceChange;
import org.sallyport.rpc.v1.WatchEvent;

/**
 * Changes as messages. All agents are told the same, so each is encoded once and kept for a while: for the other
 * watchers, and for those who begin later with the whole state.
 */
final class WatchEncoding {
    private static final int KEPT = 512;

    /** A deleted resource may come again, and keeps counting: the revision tells both apart. */
    private record Key(ResourceKind kind, String name, long revision) {}

    private final ResourceCodec codec = new ResourceCodec();
    private final ObjectMapper mapper = Json.jsonMapper();
    private final Map<Key, WatchEvent> kept = new LinkedHashMap<>(64, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Key, WatchEvent> eldest) {
            return size() > KEPT;
        }
    };
    private List<Authority> lastAuthorities = List.of();
    private WatchEvent authorities = WatchEvent.getDefaultInstance();

    /** Under one lock: of many watchers with the same news the first encodes it and the others find it. */
    synchronized WatchEvent of(ResourceChange change) {
        return kept.computeIfAbsent(
                new Key(change.kind(), change.name(), change.revision()), unknown -> encode(change));
    }

    private WatchEvent encode(ResourceChange change) {
        WatchEvent.Builder event = WatchEvent.newBuilder()
                .setRevision(change.revision())
                .setKind(change.kind().wireName())
                .setName(change.name());
        Optional<Resource<?>> resource = change.resource();
        return (resource.isEmpty()
                        ? event.setType(WatchEvent.Type.DELETE)
                        : event.setType(WatchEvent.Type.PUT)
                                .setResourceJson(ByteString.copyFromUtf8(codec.toJson(resource.get()))))
                .build();
    }

    synchronized WatchEvent of(List<Authority> now) {
        // the same list for all of them, until it changes
        if (authorities.getType() != WatchEvent.Type.AUTHORITIES || !now.equals(lastAuthorities)) {
            lastAuthorities = now;
            authorities = WatchEvent.newBuilder()
                    .setType(WatchEvent.Type.AUTHORITIES)
                    .setAuthoritiesJson(json(now))
                    .build();
        }
        return authorities;
    }

    WatchEvent of(RecordingKey key) {
        return WatchEvent.newBuilder()
                .setType(WatchEvent.Type.RECORDING_KEY)
                .setRecordingKeyJson(json(key))
                .build();
    }

    private ByteString json(Object value) {
        try {
            return ByteString.copyFrom(mapper.writeValueAsBytes(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
