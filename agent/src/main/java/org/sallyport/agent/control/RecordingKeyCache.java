package org.sallyport.agent.control;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Optional;
import org.sallyport.agent.identity.DataDirectory;
import org.sallyport.agent.messages.AgentMessages;
import org.sallyport.api.codec.Json;
import org.sallyport.api.recording.RecordingKey;

/** The key that recordings are sealed to, as last heard of; also on disk, for sessions while the server is away. */
public final class RecordingKeyCache {
    private static final String FILE = "recording-key.json";

    private final DataDirectory directory;
    private final ObjectMapper mapper = Json.jsonMapper().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
    private volatile Optional<RecordingKey> current;

    public RecordingKeyCache(DataDirectory directory) {
        this.directory = requireNonNull(directory, "directory");
        this.current = directory.read(FILE).flatMap(this::parsed);
    }

    public Optional<RecordingKey> current() {
        return current;
    }

    /** @param json of a {@link RecordingKey}; what cannot be read leaves the one known in force */
    public void learn(byte[] json) {
        Optional<RecordingKey> news = parsed(json);
        boolean known = news.isPresent() && news.map(RecordingKey::id).equals(current.map(RecordingKey::id));
        if (news.isPresent() && !known) {
            directory.write(FILE, json);
            current = news;
        }
    }

    private Optional<RecordingKey> parsed(byte[] json) {
        try {
            return Optional.of(mapper.readValue(json, RecordingKey.class));
        } catch (IOException e) {
            AgentMessages.LOG.changeNotUnderstood("recording key: " + e.getMessage());
            return Optional.empty();
        }
    }
}
